import { NotationError } from '../../promqltest/notation-error.ts';
import { type NotedSeries, parseSeriesNotation } from '../../promqltest/series-notation.ts';
import type { MetricStore } from '../../store/metric-store.ts';
import type { UnitTest } from './unit-test-schema.ts';

/** Series of a test, which are given to the store as its time goes on. */
export interface TestSeries {
  /** Gives the store what happened up to a time. */
  loadThrough(atMs: number): void;
}

/** Reads a test's series. Throws Error, which names the series, for notation that does not parse and for native histograms. */
export function testSeries(test: UnitTest, intervalMs: number, store: MetricStore): TestSeries {
  const all = test.input_series.map(({ series, values }) => readSeries(series, values));
  const length = Math.max(0, ...all.map(({ points }) => points.length));
  let next = 0;
  return {
    loadThrough: (atMs) => {
      for (; next < length && test.start_timestamp + next * intervalMs <= atMs; next++)
        load(all, next, test.start_timestamp + next * intervalMs, store);
    },
  };
}

function readSeries(series: string, values: string): NotedSeries {
  try {
    const read = parseSeriesNotation(`${series} ${values}`);
    if (read.points.includes('native histogram')) throw new NotationError('native histograms are not kept by the embedded metrics engine');
    return read;
  } catch (error) {
    if (error instanceof NotationError) throw new Error(`input_series ${JSON.stringify(series)}: ${error.message}`, { cause: error });
    throw error;
  }
}

function load(all: readonly NotedSeries[], index: number, atMs: number, store: MetricStore): void {
  const found = all.flatMap(({ labels, points }) => {
    const point = points[index];
    const series = point === undefined || point === 'gap' ? undefined : store.series(labels);
    return series === undefined ? [] : [{ series, point }];
  });
  store.commit({
    samples: found.flatMap(({ series, point }) => (typeof point === 'number' ? [{ series, atMs, value: point }] : [])),
    stale: { atMs, series: found.filter(({ point }) => point === 'stale').map(({ series }) => series) },
  });
}
