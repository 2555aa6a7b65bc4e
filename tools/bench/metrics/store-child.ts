// Appends samples as scrapes bring them, each scrape one to each series, sealing included; one line of JSON tells nanoseconds a sample, alone
// and as the collector commits a scrape, without a log and with one in BENCH_FOLDER, and the bytes that a sealed sample takes in memory by kind of series. BENCH_REPETITIONS is how many figures.
import { join } from 'node:path';
import { MetricStore } from '../../../src/metrics-engine/store/metric-store.ts';
import type { StoredSeries } from '../../../src/metrics-engine/store/stored-series.ts';
import { type Dataset, datasetOf, timeOf, valuesOf } from './dataset.ts';

const repetitions = Number(process.env['BENCH_REPETITIONS']);
const SERIES = 1000;
const SCRAPES = 1440;
const WARMING = 2;
const dataset: Dataset = { ...datasetOf(SERIES), samplesEach: SCRAPES };
const values = Array.from({ length: SERIES }, (_, series) => valuesOf(dataset, series));

function openSeries(folder?: string): { readonly store: MetricStore; readonly series: readonly StoredSeries[] } {
  const store = new MetricStore({ folder, maxSeries: SERIES, retentionMs: 30 * 86_400_000, nowMs: dataset.endMs });
  const series = values.flatMap((_, number) => store.series({ __name__: 'x_total', instance: String(number) }) ?? []);
  return { store, series };
}

function nanosecondsOf(work: () => void): number {
  const start = performance.now();
  work();
  return ((performance.now() - start) * 1e6) / (SERIES * SCRAPES);
}

function append(): number {
  const { series } = openSeries();
  return nanosecondsOf(() => {
    for (let scrape = 0; scrape < SCRAPES; scrape += 1) {
      const atMs = timeOf(dataset, scrape);
      for (let number = 0; number < SERIES; number += 1) series[number]?.append(atMs, values[number]?.[scrape] ?? 0);
    }
  });
}

function commit(folder?: string): number {
  const { store, series } = openSeries(folder);
  const nanoseconds = nanosecondsOf(() => {
    for (let scrape = 0; scrape < SCRAPES; scrape += 1) {
      const atMs = timeOf(dataset, scrape);
      const samples = series.map((each, number) => ({ series: each, atMs, value: values[number]?.[scrape] ?? 0 }));
      store.commit({ samples, stale: { atMs, series: [] } });
    }
  });
  store.close();
  return nanoseconds;
}

let folders = 0;
const commitToLog = (): number => commit(join(process.env['BENCH_FOLDER'] ?? '', String(folders++)));

function bytesOf(valueAt: (index: number) => number, jitterMs: number): number {
  const month = datasetOf(1);
  const store = new MetricStore({ folder: undefined, maxSeries: 1, retentionMs: 31 * 86_400_000, nowMs: month.endMs });
  const series = store.series({ __name__: 'x' });
  for (let index = 0; index < month.samplesEach; index += 1)
    series?.append(timeOf(month, index) + Math.floor(Math.random() * jitterMs), valueAt(index));
  return (series?.memoryBytes ?? Number.NaN) / month.samplesEach;
}

const counter = valuesOf(datasetOf(1), 0);
const bytes = {
  counter: bytesOf((index) => counter[index] ?? 0, 0),
  jittered: bytesOf((index) => counter[index] ?? 0, 100),
  decimals: bytesOf((index) => Math.round(20_000 + 5000 * Math.sin(index / 240) + Math.random() * 900) / 1000, 0),
  doubles: bytesOf((index) => 20 + 5 * Math.sin(index / 240) + Math.random(), 0),
};
for (let round = 0; round < WARMING; round += 1) append();
const appends = Array.from({ length: repetitions }, append);
for (let round = 0; round < WARMING; round += 1) commit();
const commits = Array.from({ length: repetitions }, () => commit());
const logged = Array.from({ length: repetitions }, commitToLog);
process.stdout.write(`${JSON.stringify({ appends, commits, logged, bytes })}\n`, () => process.exit(0));
