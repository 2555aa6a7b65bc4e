import type { TimelineSlice } from '../load-result.ts';
import type { SketchSnapshot } from '../metrics/registry-snapshot.ts';
import { Sketch } from '../metrics/sketch.ts';

/** One stretch of a run as plain values, with all that quantiles need. */
export interface SliceSnapshot {
  readonly atMs: number;
  readonly lengthMs: number;
  readonly requests: number;
  readonly failedRequests: number;
  readonly iterations: number;
  readonly dropped: number;
  /** The most at once, of those that were looked at. */
  readonly activeVus: number;
  readonly durations: SketchSnapshot;
  readonly lags: SketchSnapshot;
}

/** A timeline as plain values, which JSON and structured clones carry whole; a slice covers about `sliceMs`. */
export interface TimelineSnapshot {
  readonly sliceMs: number;
  readonly slices: readonly SliceSnapshot[];
}

/** How many slices a timeline may have: more than a chart has pixels to show apart. */
export const MOST_SLICES = 600;

/** What two processes did in the same stretch. */
export function besideSlice(one: SliceSnapshot, other: SliceSnapshot): SliceSnapshot {
  return { ...addCounts(one, other), lengthMs: Math.max(one.lengthMs, other.lengthMs), activeVus: one.activeVus + other.activeVus };
}

/** What one process did in a stretch and in the next one. */
export function joinSlices(earlier: SliceSnapshot, later: SliceSnapshot): SliceSnapshot {
  const lengthMs = later.atMs + later.lengthMs - earlier.atMs;
  return { ...addCounts(earlier, later), lengthMs, activeVus: Math.max(earlier.activeVus, later.activeVus) };
}

function addCounts(one: SliceSnapshot, other: SliceSnapshot): SliceSnapshot {
  return {
    ...one,
    requests: one.requests + other.requests,
    failedRequests: one.failedRequests + other.failedRequests,
    iterations: one.iterations + other.iterations,
    dropped: one.dropped + other.dropped,
    durations: addSketches(one.durations, other.durations),
    lags: addSketches(one.lags, other.lags),
  };
}

function addSketches(one: SketchSnapshot, other: SketchSnapshot): SketchSnapshot {
  const sum = sketchOf(one);
  sum.absorb(other);
  return sum.snapshot();
}

function sketchOf(snapshot: SketchSnapshot): Sketch {
  const sketch = new Sketch();
  sketch.absorb(snapshot);
  return sketch;
}

/** Half as many slices, each twice as long. */
export function foldTimeline({ sliceMs, slices }: TimelineSnapshot): TimelineSnapshot {
  const folded: SliceSnapshot[] = [];
  for (let index = 0; index < slices.length; index += 2) {
    const [earlier, later] = [slices[index], slices[index + 1]];
    if (earlier !== undefined) folded.push(later === undefined ? earlier : joinSlices(earlier, later));
  }
  return { sliceMs: sliceMs * 2, slices: folded };
}

/**
 * The timeline of several processes that ran parts of one test, each counted from its own start: counts and virtual users add up, and
 * quantiles are those of all their requests. Empty for none.
 */
export function mergeTimelines(timelines: readonly TimelineSnapshot[]): TimelineSnapshot {
  const sliceMs = Math.max(...timelines.map((timeline) => timeline.sliceMs), 1);
  const merged = new Map<number, SliceSnapshot>();
  for (const { slices } of timelines.map((timeline) => foldTo(sliceMs, timeline))) {
    for (const slice of slices) {
      const place = Math.round(slice.atMs / sliceMs);
      const known = merged.get(place);
      merged.set(place, known === undefined ? slice : besideSlice(known, slice));
    }
  }
  const inOrder = [...merged].sort(([one], [other]) => one - other).map(([, slice]) => slice);
  return shortened({ sliceMs, slices: inOrder });
}

function foldTo(sliceMs: number, timeline: TimelineSnapshot): TimelineSnapshot {
  return timeline.sliceMs >= sliceMs ? timeline : foldTo(sliceMs, foldTimeline(timeline));
}

/** Folded until it has no more slices than it may. */
export function shortened(timeline: TimelineSnapshot): TimelineSnapshot {
  return timeline.slices.length <= MOST_SLICES ? timeline : shortened(foldTimeline(timeline));
}

/** The timeline as a result shows it. */
export function timelineSlices({ slices }: TimelineSnapshot): readonly TimelineSlice[] {
  return slices.map(({ durations, lags, ...slice }) => {
    const [latency, lag] = [sketchOf(durations), sketchOf(lags)];
    const quantile = (fraction: number): number | undefined => (latency.count === 0 ? undefined : latency.quantile(fraction));
    const shown = { ...slice, p50: quantile(0.5), p95: quantile(0.95), p99: quantile(0.99) };
    return lag.count === 0 ? shown : { ...shown, startLagP99: lag.quantile(0.99) };
  });
}
