import assert from 'node:assert/strict';
import { embeddedSource } from '../../../metrics-engine/embedded-source.ts';
import type { MetricsSource, QueryResult } from '../../../metrics-engine/metrics-source.ts';
import { PROMETHEUS_3 } from '../../../metrics-engine/promql/evaluate/evaluation.ts';
import { SeriesStore } from '../../../metrics-engine/store/series-store.ts';
import { type RealPrometheus, startBackfilledPrometheus } from '../../../metrics-engine/testing/real-prometheus.ts';
import { DATA_SPAN, type GivenSeries, givenSeries, toOpenMetrics } from './differential-data.ts';
import { BIT_EQUAL_QUERIES, NEAR_QUERIES } from './differential-queries.ts';
import { prometheusSource } from './prometheus-source.ts';

// On and off the samples, near both ends, in the middle, and where series are born or end.
const INSTANTS_MS = [1, 60_000, 449_900, 1_800_000, 2_400_037, 3_000_000, 3_333_333, 5_400_000, 7_185_000, 7_300_000].map(
  (after) => DATA_SPAN.startMs + after,
);
const RANGES = [
  { startMs: DATA_SPAN.startMs, endMs: DATA_SPAN.endMs, stepMs: 60_000 },
  { startMs: DATA_SPAN.startMs + 1_234_567, endMs: DATA_SPAN.endMs + 400_000, stepMs: 97_531 },
];
const IS_RANGE_VECTOR = /\]$/;

describe("the embedded engine against Debian's Prometheus, on the same samples", function () {
  this.timeout(60_000);
  let server: RealPrometheus;
  let real: MetricsSource;
  let embedded: MetricsSource;

  before(async () => {
    const series = givenSeries();
    server = await startBackfilledPrometheus(toOpenMetrics(series));
    real = prometheusSource({ baseUrl: server.baseUrl, timeoutMs: 10_000 });
    embedded = embeddedOn(series, server.version);
  });
  after(() => server.close());

  for (const query of BIT_EQUAL_QUERIES) it(`answers ${query} bit by bit`, () => compare(query, Object.is));
  for (const query of NEAR_QUERIES) it(`answers ${query} within 1e-9`, () => compare(query, isNear));

  async function compare(query: string, isSame: (a: number, b: number) => boolean): Promise<void> {
    for (const atMs of INSTANTS_MS) assertSame(await embedded.query(query, atMs), await real.query(query, atMs), isSame, `at ${atMs}`);
    if (IS_RANGE_VECTOR.test(query)) return;
    for (const range of RANGES)
      assertSame(await embedded.queryRange(query, range), await real.queryRange(query, range), isSame, `over ${JSON.stringify(range)}`);
  }
});

function embeddedOn(series: readonly GivenSeries[], version: string): MetricsSource {
  const store = new SeriesStore({ maxSeries: 1000 });
  for (const { labels, samples } of series) {
    const stored = store.series(labels);
    for (const [atMs, value] of samples) stored?.append(atMs, value);
  }
  return embeddedSource({
    reader: store,
    clock: { monotonicMs: () => performance.now() },
    queryTimeoutMs: 10_000,
    maxSamples: 10_000_000,
    options: { ...PROMETHEUS_3, semantics: version.startsWith('2.') ? 2 : 3 },
    letOthersRun: async () => {},
  });
}

function isNear(a: number, b: number): boolean {
  return Object.is(a, b) || a === b || Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));
}

type Row = readonly [labels: string, times: readonly number[], values: readonly number[]];

/** Equal in kind, labels, times and, by isSame, values. The order of series is compared where a query sorts. */
function assertSame(ours: QueryResult, theirs: QueryResult, isSame: (a: number, b: number) => boolean, where: string): void {
  const [a, b] = [rowsOf(ours), rowsOf(theirs)];
  const same =
    ours.kind === theirs.kind &&
    a.length === b.length &&
    a.every(([labels, times, values], row) => {
      const [otherLabels, otherTimes, others] = b[row] ?? ['', [], []];
      return (
        labels === otherLabels &&
        times.join() === otherTimes.join() &&
        values.length === others.length &&
        values.every((value, index) => isSame(value, others[index] ?? 0))
      );
    });
  if (!same) assert.deepEqual({ where, kind: ours.kind, rows: a }, { where, kind: theirs.kind, rows: b });
}

function rowsOf(result: QueryResult): readonly Row[] {
  switch (result.kind) {
    case 'scalar':
      return [['', [result.sample[0]], [result.sample[1]]]];
    case 'string':
      return [[result.sample[1], [], []]];
    case 'vector':
      return sorted(result.series.map(({ labels, sample }) => [keyOf(labels), [sample[0]], [sample[1]]]));
    case 'matrix':
      return sorted(
        result.series.map(({ labels, samples }) => [keyOf(labels), samples.map(([at]) => at), samples.map(([, value]) => value)]),
      );
  }
}

function sorted(rows: readonly Row[]): readonly Row[] {
  return rows.toSorted(([a], [b]) => (a < b ? -1 : 1));
}

function keyOf(labels: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
}
