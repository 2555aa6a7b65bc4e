import { parseDuration } from '../promql/duration.ts';

const RFC3339 = /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:[.,]\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;
const SECONDS = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
// What Prometheus' own clients send for "no bound"; no date of ECMAScript reaches so far.
const UNBOUNDED: ReadonlyMap<string, number> = new Map([
  ['-292273086-05-16T16:47:06Z', Number.MIN_SAFE_INTEGER],
  ['292277025-08-18T07:12:54.999999999Z', Number.MAX_SAFE_INTEGER],
]);

/** Reads a time as Prometheus' API takes it, seconds since 1970 or RFC 3339, in whole milliseconds; undefined when it is neither. */
export function parseApiTime(text: string): number | undefined {
  if (SECONDS.test(text)) return toTime(Number(text));
  const [, year, month, day] = RFC3339.exec(text) ?? [];
  if (year === undefined) return UNBOUNDED.get(text);
  if (Number(day) > daysIn(Number(year), Number(month))) return undefined;
  const parsed = Date.parse(text.replace(',', '.'));
  return Number.isNaN(parsed) ? undefined : parsed;
}

/** Reads a span, seconds or a duration such as 5m, in whole milliseconds, cut off towards zero; undefined when it is neither or beyond 292 years. */
export function parseApiSpan(text: string): number | undefined {
  const milliseconds = SECONDS.test(text) ? toSpan(Number(text)) : parseDuration(text);
  return milliseconds === undefined || Math.abs(milliseconds) > LARGEST_MS ? undefined : milliseconds;
}

// Go counts in nanoseconds of 63 bits.
const LARGEST_MS = 2 ** 63 / 1e6;

function toTime(seconds: number): number | undefined {
  const atMs = Math.round(seconds * 1000);
  return Number.isSafeInteger(atMs) ? atMs : undefined;
}

/** Cut off twice, as Prometheus does it: 1.001 s are 1,000,999,999 ns, and these are 1,000 ms. */
function toSpan(seconds: number): number {
  return Math.trunc(Math.trunc(seconds * 1e9) / 1e6);
}

/** ECMAScript takes the 30th of February for the 2nd of March. Months are from 1; a month that is none has no day. */
function daysIn(year: number, month: number): number {
  return month < 1 || month > 12 ? 0 : new Date(Date.UTC(year, month, 0)).getUTCDate();
}
