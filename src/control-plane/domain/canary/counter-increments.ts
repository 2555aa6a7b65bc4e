import { type CounterSeries, targetOf } from './counter-series.ts';

/** How much a counter of a target rose up to a sample that lies in a slot of the scrape grid. */
export interface Increment {
  /** undefined where the series doesn't tell its instance. */
  readonly target: string | undefined;
  readonly slot: number;
  readonly value: number;
}

/** The slot of a time on the grid of scrapes: slot s ends at, and includes, s × intervalMs. */
export function slotOf(atMs: number, intervalMs: number): number {
  return Math.ceil(atMs / intervalMs);
}

/** When each target was scraped, by its samples of any of the series. */
export type Sightings = ReadonlyMap<string | undefined, ReadonlySet<number>>;

/** The times at which each target of the series was scraped. */
export function sightingsOf(series: readonly CounterSeries[]): Sightings {
  const sightings = new Map<string | undefined, Set<number>>();
  for (const one of series) {
    const target = targetOf(one);
    const times = sightings.get(target) ?? new Set<number>();
    for (const [atMs] of one.samples) times.add(atMs);
    sightings.set(target, times);
  }
  return sightings;
}

/**
 * The increments between successive samples of each series.
 *
 * A counter that fell was reset: what it shows since is its increment. Over a missed scrape nothing is counted, because what happened when is
 * unknown. The first sample of a series is only a starting point, unless its target had been scraped just before without it: then the counter was
 * born in sight, and its first value is its increment. Without this rule the first error of each kind would be lost, and only on new pods.
 */
export function counterIncrements(series: readonly CounterSeries[], intervalMs: number, sightings: Sightings): readonly Increment[] {
  return series.flatMap((one) => {
    const target = targetOf(one);
    const samples = one.samples.filter(([, value]) => !Number.isNaN(value)).toSorted(([a], [b]) => a - b);
    return samples.flatMap(([atMs, value], i) => {
      const previous = samples[i - 1];
      const from = previous ?? (target === undefined ? undefined : bornInSight(sightings.get(target), atMs, intervalMs));
      if (from === undefined || isGap(from[0], atMs, intervalMs)) return [];
      return [{ target, slot: slotOf(atMs, intervalMs), value: value < from[1] ? value : value - from[1] }];
    });
  });
}

/** The scrape just before, in which the counter didn't exist yet, as a sample of 0. */
function bornInSight(times: ReadonlySet<number> | undefined, atMs: number, intervalMs: number): readonly [number, number] | undefined {
  const before = [...(times ?? [])].filter((time) => time < atMs && !isGap(time, atMs, intervalMs));
  return before.length === 0 ? undefined : [Math.max(...before), 0];
}

function isGap(fromMs: number, toMs: number, intervalMs: number): boolean {
  return toMs - fromMs > intervalMs * 1.5;
}
