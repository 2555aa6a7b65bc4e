import type { ReadableSeries } from '../promql/evaluate/series-reader.ts';
import { sampleInterval } from './sample-interval.ts';
import type { TimeSpan } from './time-span.ts';

// A scrape that is late is not missing before half an interval has passed.
const TOLERANCE = 1.5;
// Within so few samples, small differences of their distances don't add up to an interval.
const BLOCK = 128;

/**
 * The parts of a window of which a series tells, in the order of time: each sample tells of the time until the next one, but of no more
 * than one and a half intervals. The last sample before the window counts, too.
 *
 * A series is read at two samples of each 128 and where scrapes are missing, so that a month costs little.
 */
export function coveredSpans(series: ReadableSeries, { startMs, endMs }: TimeSpan, usualIntervalMs: number): readonly TimeSpan[] {
  const inside = series.firstAfter(startMs);
  const to = series.firstAfter(endMs, inside);
  const from = Math.max(series.begin, inside - 1);
  if (from >= to) return [];
  const reachMs = (sampleInterval(series, from, to) ?? usualIntervalMs) * TOLERANCE;
  const spans: TimeSpan[] = [];
  let beginsMs = series.timeAt(from);
  const end = (atMs: number) => {
    const span = { startMs: Math.max(startMs, beginsMs), endMs: Math.min(endMs, atMs + reachMs) };
    if (span.startMs < span.endMs) spans.push(span);
  };
  for (const last of lastBeforeGaps(series, [from, to], reachMs)) {
    end(series.timeAt(last));
    beginsMs = series.timeAt(last + 1);
  }
  end(series.timeAt(to - 1));
  return spans;
}

/** The numbers in [from, to - 1) of samples whose next one is farther away than the reach, in their order. */
function* lastBeforeGaps(series: ReadableSeries, [from, to]: readonly [number, number], reachMs: number): Generator<number, void> {
  for (let start = from; start < to - 1; start += BLOCK) yield* gapsBetween(series, [start, Math.min(start + BLOCK, to - 1)], reachMs);
}

/** Distances are hardly ever much shorter than the interval, so samples as near to each other as their number says have no gap among them. */
function* gapsBetween(series: ReadableSeries, [first, last]: readonly [number, number], reachMs: number): Generator<number, void> {
  const distanceMs = series.timeAt(last) - series.timeAt(first);
  const intervalMs = reachMs / TOLERANCE;
  if (distanceMs <= (last - first - 1) * intervalMs + reachMs) return;
  if (last - first === 1) {
    yield first;
    return;
  }
  const middle = Math.floor((first + last) / 2);
  yield* gapsBetween(series, [first, middle], reachMs);
  yield* gapsBetween(series, [middle, last], reachMs);
}
