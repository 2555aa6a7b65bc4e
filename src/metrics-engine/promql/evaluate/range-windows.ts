import { resolvePositiveMs } from '../syntax/durations.ts';
import type { RangeSelector } from '../syntax/expression.ts';
import { computeWindows, type WindowedSeries } from './compute-windows.ts';
import { DecodedSamples } from './decoded-samples.ts';
import type { Column, Grid, QueryContext, WindowFunction, Work } from './evaluation.ts';
import { endOf } from './instants.ts';
import { leftEdge } from './left-edge.ts';
import type { ReadableSeries } from './series-reader.ts';
import { shiftedGrid } from './shifted-grid.ts';

// Finding the two edges of a window may decode two chunks of 120 samples. Where there are no more samples than that to a window, all are decoded once.
const DENSE_SAMPLES_A_WINDOW = 240;

/** Computes one value from the samples of each series in the window of each instant of a grid. */
export function* overRangeSelector(
  range: RangeSelector,
  grid: Grid,
  context: QueryContext,
  compute: WindowFunction,
): Work<readonly Column[]> {
  const times = shiftedGrid(range.selector, grid, context.grid);
  const lengthMs = resolvePositiveMs(range.range, context.grid);
  const columns: Column[] = [];
  for (const series of context.reader.select(range.selector.matchers)) {
    const windowed = windowedSeries(series, times, lengthMs, context);
    const column = windowed === undefined ? undefined : yield* computeWindows(windowed, { times, lengthMs, compute }, context);
    if (column !== undefined) columns.push(column);
    yield undefined;
  }
  return columns;
}

/** A series ready for windows: decoded at once where windows overlap much, else read by number; undefined without a sample in any window. */
function windowedSeries(
  series: ReadableSeries,
  times: Grid,
  lengthMs: number,
  { options, budget }: QueryContext,
): WindowedSeries | undefined {
  const from = series.firstAfter(leftEdge(times.startMs, lengthMs, options));
  const to = series.firstAfter(endOf(times), from);
  if (from >= to) return undefined;
  budget.keep(times.count);
  const isDense = times.count > 1 && to - from <= times.count * DENSE_SAMPLES_A_WINDOW;
  return { labels: series.labels, dropsName: false, samples: isDense ? decoded(series, from, to) : series, from };
}

/** A copy, because what a series reads may be overwritten by the next reading. */
function decoded(series: ReadableSeries, from: number, to: number): DecodedSamples {
  const slice = series.read(from, to);
  const [times, values] = [slice.times.slice(slice.from, slice.to), slice.values.slice(slice.from, slice.to)];
  return new DecodedSamples({ times, values, base: from, summaries: series });
}
