import type { SketchSnapshot } from '../metrics/registry-snapshot.ts';
import { EMPTY_SKETCH, sketchSince } from './sketch-difference.ts';
import { joinSlices, type SliceSnapshot, shortened, type TimelineSnapshot } from './timeline-snapshot.ts';

/** All that a run has done up to a moment. */
export interface TimelineLook {
  /** Milliseconds since the scenarios started. */
  readonly atMs: number;
  readonly requests: number;
  readonly failedRequests: number;
  readonly iterations: number;
  readonly dropped: number;
  /** At this moment. */
  readonly activeVus: number;
  readonly durations: SketchSnapshot;
  readonly lags: SketchSnapshot;
}

/** How often a run is looked at, and how long a slice is before there are too many. */
export const LOOK_MS = 1000;

const NOTHING: TimelineLook = {
  atMs: 0,
  requests: 0,
  failedRequests: 0,
  iterations: 0,
  dropped: 0,
  activeVus: 0,
  durations: EMPTY_SKETCH,
  lags: EMPTY_SKETCH,
};

/**
 * Records a run over time from looks at its totals, in constant memory: when there are too many slices, each two become one.
 *
 * The stream of samples is not touched. A slice is as long as the time between the looks really was, so that rates stay true where the
 * process was too busy to look.
 */
export class TimelineRecorder {
  #last = NOTHING;
  #timeline: TimelineSnapshot = { sliceMs: LOOK_MS, slices: [] };

  /** What was done before the scenarios, in setup(), is in no slice. */
  start(look: TimelineLook): void {
    this.#last = look;
  }

  /** Takes what was done since the last look. */
  add(look: TimelineLook): void {
    const slice = sliceBetween(this.#last, look);
    this.#last = look;
    const { sliceMs, slices } = this.#timeline;
    const open = slices.at(-1);
    const joins = open !== undefined && (open.lengthMs < sliceMs - LOOK_MS / 2 || slice.lengthMs < LOOK_MS / 2);
    const next = joins ? [...slices.slice(0, -1), joinSlices(open, slice)] : [...slices, slice];
    this.#timeline = shortened({ sliceMs, slices: next });
  }

  snapshot(): TimelineSnapshot {
    return this.#timeline;
  }
}

function sliceBetween(before: TimelineLook, now: TimelineLook): SliceSnapshot {
  return {
    atMs: before.atMs,
    lengthMs: now.atMs - before.atMs,
    requests: now.requests - before.requests,
    failedRequests: now.failedRequests - before.failedRequests,
    iterations: now.iterations - before.iterations,
    dropped: now.dropped - before.dropped,
    activeVus: Math.max(before.activeVus, now.activeVus),
    durations: sketchSince(now.durations, before.durations),
    lags: sketchSince(now.lags, before.lags),
  };
}
