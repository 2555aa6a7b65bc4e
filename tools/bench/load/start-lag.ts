import type { LoadFigures } from './load-figures.ts';

const nanosecondsPerMs = 1e6;

/**
 * How late vegeta started its requests against a steady schedule of `rate` a second, in milliseconds, out of `vegeta encode -to=csv`, whose first
 * column is the start in nanoseconds since 1970. vegeta doesn't tell when its schedule began: the most punctual start counts as on time, so the
 * lag is at best a little too small. Percentiles by the nearest rank; throws when there is no start.
 */
export function startLagOf(csv: string, rate: number): NonNullable<LoadFigures['startLag']> {
  const starts = [...csv.matchAll(/^(\d{15,}),/gm)].map(([, start]) => BigInt(start ?? 0)).toSorted((a, b) => (a < b ? -1 : Number(a > b)));
  const [first] = starts;
  if (first === undefined) throw new Error('vegeta wrote no result: not one request was started');
  const offsets = starts.map((start, index) => Number(start - first) / nanosecondsPerMs - (index * 1000) / rate);
  const earliest = offsets.reduce((a, b) => Math.min(a, b));
  const lags = offsets.map((offset) => offset - earliest).toSorted((a, b) => a - b);
  const rank = (share: number): number => lags[Math.ceil(share * lags.length) - 1] ?? 0;
  return { p50: rank(0.5), p99: rank(0.99), max: rank(1) };
}
