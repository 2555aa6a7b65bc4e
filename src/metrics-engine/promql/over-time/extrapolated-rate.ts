import type { EngineOptions, Window } from '../evaluate/evaluation.ts';

/** How rate, increase and delta differ. */
export interface RateKind {
  /** A counter only grows, so a fall means that it began again at 0. */
  readonly isCounter: boolean;
  /** Whether the change is divided by the range's seconds. */
  readonly isPerSecond: boolean;
}

/**
 * The change over a window, extrapolated to its edges; undefined for fewer than two samples.
 *
 * The first and last samples seldom stand at the edges. Each edge is reached when the gap to it is below 1.1 mean intervals, else
 * half an interval is added; a counter is not extrapolated below zero, which Prometheus 3 sees to after the 1.1 test and Prometheus 2
 * before it. The order of the float operations is Prometheus' (extrapolatedRate), so the answers are equal bit by bit on amd64.
 */
export function extrapolatedRate(window: Window, kind: RateKind, semantics: EngineOptions['semantics']): number | undefined {
  if (window.count < 2) return undefined;
  const { startMs, endMs, firstMs, lastMs, first } = window;
  const change = changeOf(window, kind);
  const sampledSeconds = (lastMs - firstMs) / 1000;
  const meanInterval = sampledSeconds / (window.count - 1);
  const gap = (firstMs - startMs) / 1000;
  // How long before its first sample a counter growing at this pace stood at zero.
  const sinceZero = kind.isCounter && change > 0 && first >= 0 ? sampledSeconds * (first / change) : Number.POSITIVE_INFINITY;
  const toStart = semantics === 3 ? nearer(sinceZero, withinReach(gap, meanInterval)) : withinReach(nearer(sinceZero, gap), meanInterval);
  const toEnd = withinReach((endMs - lastMs) / 1000, meanInterval);
  const factor = (sampledSeconds + toStart + toEnd) / sampledSeconds;
  return change * (kind.isPerSecond ? factor / goSeconds(endMs - startMs) : factor);
}

/** Last less first; of a counter, plus what it had reached before each reset. */
function changeOf(window: Window, { isCounter }: RateKind): number {
  let change = window.last - window.first;
  if (!isCounter) return change;
  const before = window.valuesBeforeResets();
  for (let index = 0; index < before.length; index++) change += before[index] ?? 0;
  return change;
}

function withinReach(gapSeconds: number, meanInterval: number): number {
  return gapSeconds >= meanInterval * 1.1 ? meanInterval / 2 : gapSeconds;
}

/** The gap, unless zero stands nearer; a time to zero that is NaN does not. */
function nearer(sinceZero: number, gap: number): number {
  return sinceZero < gap ? sinceZero : gap;
}

/** Milliseconds as Go's Duration.Seconds() has them: whole seconds and the rest are converted apart. */
function goSeconds(spanMs: number): number {
  const seconds = Math.trunc(spanMs / 1000);
  return seconds + ((spanMs - seconds * 1000) * 1e6) / 1e9;
}
