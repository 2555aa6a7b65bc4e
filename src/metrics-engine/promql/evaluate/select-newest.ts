import type { VectorSelector } from '../syntax/expression.ts';
import type { Column, Grid, QueryContext, Work } from './evaluation.ts';
import { endOf, instantOf } from './instants.ts';
import { leftEdge } from './left-edge.ts';
import type { SampleSlice } from './sample-slice.ts';
import type { ReadableSeries } from './series-reader.ts';
import { shiftedGrid } from './shifted-grid.ts';

/** What is told of a sample: its value, or its time in seconds as timestamp() has it. */
export type Told = 'value' | 'time';

// To read a sample in a row costs a small part of finding one, so up to this many an instant are read in a row.
const DENSE_SAMPLES_AN_INSTANT = 32;

/**
 * The newest sample of each series that a selector finds, within the lookback, at each instant of a grid.
 *
 * A series that went stale behind its newest sample has no value. Series without any value at all are left out.
 */
export function* selectNewest(selector: VectorSelector, grid: Grid, context: QueryContext, told: Told = 'value'): Work<readonly Column[]> {
  const times = shiftedGrid(selector, grid, context.grid);
  const columns: Column[] = [];
  for (const series of context.reader.select(selector.matchers)) {
    const column = times.count === 1 ? columnOfOne(series, times.startMs, context, told) : columnOfMany(series, times, context, told);
    if (column !== undefined) columns.push(column);
    yield undefined;
  }
  return columns;
}

function columnOfOne(series: ReadableSeries, atMs: number, { options, budget }: QueryContext, told: Told): Column | undefined {
  const sample = series.newest(leftEdge(atMs, options.lookbackMs, options), atMs);
  if (sample === undefined) return undefined;
  budget.read(1);
  budget.keep(1);
  const values = Float64Array.of(told === 'value' ? sample[1] : sample[0] / 1000);
  return { labels: series.labels, dropsName: false, values, present: Uint8Array.of(1) };
}

function columnOfMany(series: ReadableSeries, times: Grid, { options, budget }: QueryContext, told: Told): Column | undefined {
  const edgeMs = leftEdge(times.startMs, options.lookbackMs, options);
  const from = series.firstAfter(edgeMs);
  const to = series.firstAfter(endOf(times), from);
  if (from >= to) return undefined;
  budget.keep(times.count);
  // Before the samples are read: they may stand in a buffer that the next reading overwrites.
  const staleAt = series.staleBetween(edgeMs, endOf(times));
  const samples = to - from <= times.count * DENSE_SAMPLES_AN_INSTANT ? series.read(from, to) : newestOfEach(series, times, from);
  budget.read(samples.to - samples.from);
  return { labels: series.labels, dropsName: false, ...walk(samples, times, times.startMs - edgeMs, staleAt, told) };
}

/** Only the samples that are the newest at some instant, for when the instants stand far apart. */
function newestOfEach(series: ReadableSeries, times: Grid, from: number): SampleSlice {
  const found = { times: new Float64Array(times.count), values: new Float64Array(times.count), from: 0, to: 0 };
  let next = from;
  for (let index = 0; index < times.count; index++) {
    const behind = series.firstAfter(instantOf(times, index), next);
    if (behind === next) continue;
    found.times[found.to] = series.timeAt(behind - 1);
    found.values[found.to] = series.valueAt(behind - 1);
    found.to++;
    next = behind;
  }
  return found;
}

/** Walks along the samples and the instants together. `reachMs` is how far back a sample is still seen. */
function walk(
  samples: SampleSlice,
  grid: Grid,
  reachMs: number,
  staleAt: readonly number[],
  told: Told,
): Pick<Column, 'values' | 'present'> {
  const values = new Float64Array(grid.count);
  const present = new Uint8Array(grid.count);
  let next = samples.from;
  let nextStale = 0;
  for (let index = 0; index < grid.count; index++) {
    const atMs = instantOf(grid, index);
    while (next < samples.to && (samples.times[next] ?? 0) <= atMs) next++;
    while (nextStale < staleAt.length && (staleAt[nextStale] ?? 0) <= atMs) nextStale++;
    if (next === samples.from) continue;
    const sampleMs = samples.times[next - 1] ?? 0;
    if (sampleMs <= atMs - reachMs || (nextStale > 0 && (staleAt[nextStale - 1] ?? 0) > sampleMs)) continue;
    values[index] = told === 'value' ? (samples.values[next - 1] ?? Number.NaN) : sampleMs / 1000;
    present[index] = 1;
  }
  return { values, present };
}
