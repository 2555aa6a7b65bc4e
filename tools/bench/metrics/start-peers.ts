import { createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import type { Bench } from '../bench.ts';
import { succeeded } from '../processes.ts';
import { type Dataset, instanceOf, METRIC, timeOf, valuesOf } from './dataset.ts';
import { type QueriedServer, startServer } from './start-server.ts';

/** Prometheus with the dataset in blocks as long as its compaction makes them in the end. Throws when it can't be filled or started. */
export async function startPrometheus(bench: Bench, folder: string, dataset: Dataset): Promise<QueriedServer> {
  const data = join(folder, 'prometheus');
  const source = join(folder, 'samples.om');
  const config = join(folder, 'prometheus.yaml');
  bench.say('  writing the samples as OpenMetrics');
  await writeOpenMetrics(source, dataset);
  bench.say('  promtool makes blocks of them');
  const limit = ['--max-block-duration=1458h'] as const;
  const command = ['promtool', 'tsdb', 'create-blocks-from', ...limit, 'openmetrics', source, data] as const;
  succeeded('promtool', await bench.processes.run({ name: 'promtool', command, deadlineMs: 600_000 }));
  await (await open(config, 'w')).close();
  return startServer(bench, {
    name: 'prometheus',
    command: (address) => [
      'prometheus',
      `--config.file=${config}`,
      `--storage.tsdb.path=${data}`,
      `--web.listen-address=${address}`,
      '--storage.tsdb.retention.time=100y',
      '--log.level=warn',
    ],
    readyPath: '/-/ready',
  });
}

async function writeOpenMetrics(file: string, dataset: Dataset): Promise<void> {
  const stream = createWriteStream(file);
  for (let series = 0; series < dataset.seriesCount; series += 1) {
    const name = `${METRIC}{instance="${instanceOf(series)}"}`;
    const lines = Array.from(valuesOf(dataset, series), (value, index) => `${name} ${value} ${timeOf(dataset, index) / 1000}\n`);
    if (!stream.write(lines.join(''))) await new Promise<void>((resolve) => stream.once('drain', resolve));
  }
  stream.end('# EOF\n');
  await finished(stream);
}

/** VictoriaMetrics with the dataset. Throws when it can't be started or filled. */
export async function startVictoriaMetrics(bench: Bench, folder: string, dataset: Dataset): Promise<QueriedServer> {
  const server = await startServer(bench, {
    name: 'victoria-metrics',
    command: (address) => [
      'victoria-metrics',
      `-httpListenAddr=${address}`,
      `-storageDataPath=${join(folder, 'victoria-metrics')}`,
      '-retentionPeriod=100y',
      '-loggerLevel=ERROR',
    ],
    readyPath: '/health',
  });
  bench.say('  VictoriaMetrics imports the samples');
  try {
    for (let series = 0; series < dataset.seriesCount; series += 1) await importSeries(bench, server, dataset, series);
    await told(bench, `${server.url}/internal/force_flush`);
    await told(bench, `${server.url}/internal/force_merge`);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return server;
}

async function importSeries(bench: Bench, { url }: QueriedServer, dataset: Dataset, series: number): Promise<void> {
  const line = {
    metric: { __name__: METRIC, instance: instanceOf(series) },
    values: Array.from(valuesOf(dataset, series)),
    timestamps: Array.from({ length: dataset.samplesEach }, (_, index) => timeOf(dataset, index)),
  };
  await told(bench, `${url}/api/v1/import`, { method: 'POST', body: `${JSON.stringify(line)}\n` });
}

async function told({ signal }: Bench, url: string, request: RequestInit = {}): Promise<void> {
  const response = await fetch(url, { ...request, signal: AbortSignal.any([signal, AbortSignal.timeout(60_000)]) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${(await response.text()).slice(0, 500)}`);
  await response.arrayBuffer();
}
