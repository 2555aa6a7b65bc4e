// The embedded engine as a server of its own: filled through its store, written to blocks, opened from them, and asked over HTTP. One line of
// JSON says where. BENCH_SERIES is how many series, BENCH_FOLDER where its data go.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { apiHandler } from '../../../src/metrics-engine/http/api-handler.ts';
import { openMetricsEngine } from '../../../src/metrics-engine/metrics-engine.ts';
import { MetricStore } from '../../../src/metrics-engine/store/metric-store.ts';
import { type Dataset, datasetOf, instanceOf, METRIC, timeOf, valuesOf } from './dataset.ts';

const folder = process.env['BENCH_FOLDER'] ?? '';
const retentionMs = 100 * 365 * 86_400_000;

async function fill(dataset: Dataset): Promise<void> {
  const store = new MetricStore({ folder, maxSeries: dataset.seriesCount, retentionMs, nowMs: dataset.endMs });
  for (let number = 0; number < dataset.seriesCount; number += 1) {
    const series = store.series({ __name__: METRIC, instance: instanceOf(number) });
    for (const [index, value] of valuesOf(dataset, number).entries()) series?.append(timeOf(dataset, index), value);
  }
  await store.saveBlock(dataset.endMs);
  if (store.logProblem !== undefined) throw new Error(`the samples could not be saved: ${store.logProblem}`);
  store.close();
}

await fill(datasetOf(Number(process.env['BENCH_SERIES'])));
const engine = await openMetricsEngine({ config: 'scrape_configs: []', folder, retentionMs });
const handle = apiHandler({ engine: () => engine, onFailure: (error) => console.error(error) });
const server = createServer((request, response) => void handle(request, response));
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })));
process.once('SIGTERM', () => process.exit(0));
