import type { Answer } from './promql/evaluate/answer.ts';
import type { Column, Grid } from './promql/evaluate/evaluation.ts';
import { instantOf } from './promql/evaluate/instants.ts';
import { sortedByLabels } from './promql/sorted-by-labels.ts';
import type { QueryNotes, QueryResult, RangeSeries, Sample } from './query-result.ts';

/** How many samples an answer has at most: of columns, all their instants are counted. */
export function sampleCount(answer: Answer): number {
  if (answer.kind === 'vector') return answer.columns.length * answer.grid.count;
  return answer.kind === 'samples' ? answer.series.reduce((sum, { times }) => sum + times.length, 0) : answer.grid.count;
}

/** An answer for one instant in the shapes of Prometheus' HTTP API. Series stand in the answer's order, raw samples by their labels. */
export function instantResult(answer: Answer): QueryResult {
  const atMs = answer.grid.startMs;
  const notes = notesOf(answer);
  switch (answer.kind) {
    case 'scalar':
      return { kind: 'scalar', sample: [atMs, answer.values[0] ?? Number.NaN], ...notes };
    case 'string':
      return { kind: 'string', sample: [atMs, answer.text], ...notes };
    case 'vector':
      return {
        kind: 'vector',
        series: answer.columns.map(({ labels, values }) => ({ labels, sample: [atMs, values[0] ?? Number.NaN] })),
        ...notes,
      };
    case 'samples': {
      const series = answer.series.map(({ labels, times, values }) => ({ labels, samples: pairs(times, values) }));
      return { kind: 'matrix', series: sortedByLabels(series), ...notes };
    }
  }
}

/** An answer for many instants as a matrix, sorted by labels; a scalar is one series without labels. Throws Error for a string or raw samples. */
export function rangeResult(answer: Answer): QueryResult {
  const { grid } = answer;
  switch (answer.kind) {
    case 'scalar':
      return { kind: 'matrix', series: [{ labels: {}, samples: samplesOn(grid, answer.values) }], ...notesOf(answer) };
    case 'vector':
      return { kind: 'matrix', series: sortedByLabels(answer.columns.map((column) => seriesOf(column, grid))), ...notesOf(answer) };
    case 'string':
    case 'samples':
      throw new Error(`a range query came to ${answer.kind}, which should have been refused`);
  }
}

function seriesOf({ labels, values, present }: Column, grid: Grid): RangeSeries {
  return { labels, samples: samplesOn(grid, values).filter((_, index) => present[index] === 1) };
}

function samplesOn(grid: Grid, values: Float64Array): readonly Sample[] {
  return Array.from(values, (value, index): Sample => [instantOf(grid, index), value]);
}

function pairs(times: Float64Array, values: Float64Array): readonly Sample[] {
  return Array.from(times, (atMs, index): Sample => [atMs, values[index] ?? Number.NaN]);
}

function notesOf({ warnings, infos }: Answer): QueryNotes {
  return { ...(warnings.length > 0 && { warnings }), ...(infos.length > 0 && { infos }) };
}
