import { resolvePositiveMs } from '../syntax/durations.ts';
import type { RangeSelector } from '../syntax/expression.ts';
import { computeWindows, type WindowedSeries } from './compute-windows.ts';
import { DecodedSamples } from './decoded-samples.ts';
import type { Column, Grid, QueryContext, WindowFunction, Work } from './evaluation.ts';
import { endOf } from './instants.ts';
import { leftEdge } from './left-edge.ts';
import { ReadAhead } from './read-ahead.ts';
import { SampleCopy } from './sample-copy.ts';
import type { ReadableSeries } from './series-reader.ts';
import { shiftedGrid } from './shifted-grid.ts';

// To find a window's two edges costs about as much as to decode so many samples; where there are fewer to a window, all are decoded once.
const DENSE_SAMPLES_A_WINDOW = 100;

/** Computes one value from the samples of each series in the window of each instant of a grid. */
export function* overRangeSelector(
  range: RangeSelector,
  grid: Grid,
  context: QueryContext,
  compute: WindowFunction,
): Work<readonly Column[]> {
  const times = shiftedGrid(range.selector, grid, context.grid);
  const lengthMs = resolvePositiveMs(range.range, context.grid);
  const copy = new SampleCopy();
  const columns: Column[] = [];
  for (const series of context.reader.select(range.selector.matchers)) {
    const windowed = windowedSeries(series, { times, lengthMs, copy }, context);
    const column = windowed === undefined ? undefined : yield* computeWindows(windowed, { times, lengthMs, compute }, context);
    if (column !== undefined) columns.push(column);
    yield undefined;
  }
  return columns;
}

interface WindowShape {
  readonly times: Grid;
  readonly lengthMs: number;
  readonly copy: SampleCopy;
}

/** A series ready for windows: decoded at once where they are short and stand close, else read by number; undefined without a sample in any. */
function windowedSeries(series: ReadableSeries, shape: WindowShape, { options, budget }: QueryContext): WindowedSeries | undefined {
  const { times, lengthMs, copy } = shape;
  const from = series.firstAfter(leftEdge(times.startMs, lengthMs, options));
  const end = series.firstAfter(endOf(times), from);
  if (from >= end) return undefined;
  budget.keep(times.count);
  const isDense = times.count > 1 && end - from <= times.count * DENSE_SAMPLES_A_WINDOW;
  const doOverlap = times.count > 1 && times.stepMs < lengthMs;
  const samples = isDense
    ? new DecodedSamples({ ...copy.take(series.read(from, end)), base: from, summaries: series })
    : new ReadAhead({ series, end, copy: doOverlap ? copy : undefined });
  return { labels: series.labels, dropsName: false, samples, from };
}
