import type { Labels } from '../../query-result.ts';
import type { NumberedSamples } from './decoded-samples.ts';
import type { Column, Grid, QueryContext, WindowFunction, Work } from './evaluation.ts';
import { instantOf } from './instants.ts';
import { leftEdge } from './left-edge.ts';
import { MovingWindow } from './moving-window.ts';

/** Samples that windows are moved along. */
export interface WindowedSeries {
  readonly labels: Labels;
  readonly dropsName: boolean;
  readonly samples: NumberedSamples;
  /** The number of the first sample that any window holds: where to look first. */
  readonly from: number;
}

/** How windows are moved: they end at each time, and are so long. */
export interface WindowPath {
  readonly times: Grid;
  readonly lengthMs: number;
  readonly compute: WindowFunction;
}

// About a millisecond of computation on samples, so that others wait no longer than that.
const SAMPLES_BETWEEN_PAUSES = 200_000;

/** Computes one value for each window of a series; undefined when there is none for any. Pauses within long work. */
export function* computeWindows(series: WindowedSeries, path: WindowPath, context: QueryContext): Work<Column | undefined> {
  const { times, lengthMs, compute } = path;
  const { samples } = series;
  const values = new Float64Array(times.count);
  const present = new Uint8Array(times.count);
  const window = new MovingWindow(series.labels, lengthMs, samples);
  let found = 0;
  let unpaused = 0;
  for (let index = 0, from = series.from, to = from; index < times.count; index++) {
    const endMs = instantOf(times, index);
    from = samples.firstAfter(leftEdge(endMs, lengthMs, context.options), from);
    to = samples.firstAfter(endMs, Math.max(from, to));
    if (from >= to) continue;
    window.moveTo(index, endMs, from, to);
    const value = compute(window);
    context.budget.read(to - from);
    unpaused += to - from;
    if (unpaused > SAMPLES_BETWEEN_PAUSES) {
      unpaused = 0;
      yield undefined;
    }
    if (value === undefined) continue;
    values[index] = value;
    present[index] = 1;
    found++;
  }
  return found === 0 ? undefined : { labels: series.labels, dropsName: series.dropsName, values, present };
}
