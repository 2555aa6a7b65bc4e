import type { RangePoint } from './plan.ts';

/** How rate, increase and delta differ. */
export interface RateKind {
  /** A counter only grows, so a fall means that it began again at 0. */
  readonly isCounter: boolean;
  /** Whether the change is divided by the range's seconds. */
  readonly isPerSecond: boolean;
}

/**
 * The change over a range, extrapolated to its edges; undefined for fewer than two samples.
 *
 * The first and last samples seldom stand at the edges. Each edge is reached when the gap to it is below 1.1 mean intervals, else
 * half an interval is added; a counter is not extrapolated below zero. The order of the float operations is that of Prometheus 3
 * (extrapolatedRate), so the answers are equal bit by bit on amd64. Prometheus 2 applies the zero clamp before the 1.1 test.
 */
export function extrapolatedRate(range: RangePoint, { isCounter, isPerSecond }: RateKind): number | undefined {
  const { times, from, to, startMs, endMs } = range;
  const count = to - from;
  if (count < 2) return undefined;
  const [firstMs, lastMs] = [at(times, from), at(times, to - 1)];
  const change = isCounter ? counterIncrease(range) : at(range.values, to - 1) - at(range.values, from);
  const sampledSeconds = (lastMs - firstMs) / 1000;
  const meanInterval = sampledSeconds / (count - 1);
  const gapBefore = withinReach((firstMs - startMs) / 1000, meanInterval);
  const toStart = isCounter ? Math.min(gapBefore, secondsToZero(range, change, sampledSeconds, gapBefore)) : gapBefore;
  const toEnd = withinReach((endMs - lastMs) / 1000, meanInterval);
  const factor = (sampledSeconds + toStart + toEnd) / sampledSeconds;
  return change * (isPerSecond ? factor / goSeconds(endMs - startMs) : factor);
}

function withinReach(gapSeconds: number, meanInterval: number): number {
  return gapSeconds >= meanInterval * 1.1 ? meanInterval / 2 : gapSeconds;
}

/** How long before its first sample a counter growing at this pace stood at zero. */
function secondsToZero({ values, from }: RangePoint, change: number, sampledSeconds: number, otherwise: number): number {
  const first = at(values, from);
  return change > 0 && first >= 0 ? sampledSeconds * (first / change) : otherwise;
}

/** What a counter gained: last less first, plus what it had reached before each reset. */
function counterIncrease({ values, from, to }: RangePoint): number {
  let increase = at(values, to - 1) - at(values, from);
  for (let index = from + 1; index < to; index++) {
    const before = at(values, index - 1);
    if (at(values, index) < before) increase += before;
  }
  return increase;
}

/** Milliseconds as Go's Duration.Seconds() has them: whole seconds and the rest are converted apart. */
function goSeconds(spanMs: number): number {
  return Math.trunc(spanMs / 1000) + ((spanMs % 1000) * 1e6) / 1e9;
}

function at(column: Float64Array, index: number): number {
  return column[index] ?? Number.NaN;
}
