import type { Answer, SeriesSamples } from '../promql/evaluate/answer.ts';
import type { Column, Grid } from '../promql/evaluate/evaluation.ts';
import { instantOf } from '../promql/evaluate/instants.ts';
import { sortedByLabels } from '../promql/sorted-by-labels.ts';
import { formatSeconds, formatValue } from './format-value.ts';
import { type Pieces, piecesOfArray } from './pieces.ts';

/** An answer as the `data` of the API, a series a piece, at most `limit` of them. No object is made for a sample, and each instant's text once. */
export function writeInstant(answer: Answer, limit: number): Pieces {
  const at = formatSeconds(answer.grid.startMs);
  switch (answer.kind) {
    case 'scalar':
      return [`{"resultType":"scalar","result":[${at},"${formatValue(answer.values[0] ?? Number.NaN)}"]}`];
    case 'string':
      return [`{"resultType":"string","result":[${at},${JSON.stringify(answer.text)}]}`];
    case 'vector':
      return result('vector', answer.columns.slice(0, limit), (column) => seriesAt(column, at));
    case 'samples':
      return result('matrix', sortedByLabels(answer.series).slice(0, limit), rawSeries);
  }
}

/** As writeInstant, for many instants: a matrix in the order of labels. Throws Error for a string or raw samples. */
export function writeRange(answer: Answer, limit: number): Pieces {
  const { grid } = answer;
  switch (answer.kind) {
    case 'scalar': {
      const always: Column = { labels: {}, dropsName: false, values: answer.values, present: new Uint8Array(grid.count).fill(1) };
      return result('matrix', [always], seriesOn(grid));
    }
    case 'vector':
      return result('matrix', sortedByLabels(answer.columns).slice(0, limit), seriesOn(grid));
    case 'string':
    case 'samples':
      throw new Error(`a range query came to ${answer.kind}, which should have been refused`);
  }
}

/** How many series an answer has; 0 for what has none to be counted. */
export function seriesCount(answer: Answer): number {
  if (answer.kind === 'vector') return answer.columns.length;
  return answer.kind === 'samples' ? answer.series.length : 0;
}

function* result<Series>(type: 'vector' | 'matrix', series: readonly Series[], write: (series: Series) => string): Pieces {
  yield `{"resultType":"${type}","result":`;
  yield* piecesOfArray(series, write);
  yield '}';
}

function seriesAt({ labels, values }: Column, at: string): string {
  return `{"metric":${JSON.stringify(labels)},"value":[${at},"${formatValue(values[0] ?? Number.NaN)}"]}`;
}

function rawSeries({ labels, times, values }: SeriesSamples): string {
  const samples = Array.from(times, (atMs, index) => `[${formatSeconds(atMs)},"${formatValue(values[index] ?? Number.NaN)}"]`);
  return `{"metric":${JSON.stringify(labels)},"values":[${samples.join(',')}]}`;
}

function seriesOn(grid: Grid): (column: Column) => string {
  // The end of one sample and the head of the next in one text: half of the time goes into putting texts together.
  const heads = Array.from({ length: grid.count }, (_, index) => `${SAMPLE_END},[${formatSeconds(instantOf(grid, index))},"`);
  return ({ labels, values, present }) => {
    let samples = '';
    for (let index = 0; index < values.length; index++) {
      if (present[index] === 1) samples += (heads[index] ?? '') + formatValue(values[index] ?? Number.NaN);
    }
    const all = samples === '' ? '' : samples.slice(SAMPLE_END.length + 1) + SAMPLE_END;
    return `{"metric":${JSON.stringify(labels)},"values":[${all}]}`;
  };
}

const SAMPLE_END = '"]';
