import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Registry } from 'prom-client';
import { ConfigError } from '../config/config-error.ts';
import type { SluiceConfig } from '../config/sluice-config.ts';
import { openMetrics, type RunningMetrics } from './open-metrics.ts';
import { registerFigures } from './register-figures.ts';

const PATIENCE_MS = 20_000;

const RULES = `groups: [{ name: g, interval: 100ms, rules: [{ record: 'handled:twice', expr: 'handled_total * 2' }] }]`;

describe('the embedded metrics of a configuration', () => {
  let folder = '';
  let target: Server;
  let warnings: string[] = [];

  before(async () => {
    target = createServer((_, response) => response.writeHead(200, { 'content-type': 'text/plain' }).end('handled_total 21\n')).listen(
      0,
      '127.0.0.1',
    );
    await once(target, 'listening');
  });
  after(() => target.close());
  beforeEach(async () => {
    warnings = [];
    folder = await mkdtemp(join(tmpdir(), 'open-metrics-'));
    await writeFile(join(folder, 'targets.json'), JSON.stringify([{ targets: [`127.0.0.1:${(target.address() as AddressInfo).port}`] }]));
    await writeFile(join(folder, 'rules.yaml'), RULES);
    await writeFile(
      join(folder, 'prometheus.yaml'),
      `
global: { scrape_interval: 100ms, scrape_timeout: 100ms, evaluation_interval: 100ms }
rule_files: [rules.yaml, 'none-*.yaml']
scrape_configs: [{ job_name: j, file_sd_configs: [{ files: [targets.json] }] }]
`,
    );
  });
  afterEach(() => rm(folder, { recursive: true }));

  const open = (): Promise<RunningMetrics> => {
    const retention = { seconds: 86_400, bytes: 1024 * 1024 };
    const metrics = { source: 'embedded', scrapeFile: join(folder, 'prometheus.yaml'), retention } as const;
    const config = { metrics, state: { folder: join(folder, 'state'), postgresUrl: undefined } } satisfies Pick<
      SluiceConfig,
      'metrics' | 'state'
    >;
    return openMetrics(config as SluiceConfig, (message) => warnings.push(message));
  };

  it('take targets and rules from files beside the scrape configuration, wherever Sluice was started', async () => {
    const metrics = await open();
    try {
      assert.equal(await valueOf(metrics, 'handled:twice'), 42);
      assert.deepEqual(warnings, [`${join(folder, 'prometheus.yaml')}: rule_files: ${join(folder, 'none-*.yaml')} finds no file`]);
    } finally {
      await metrics.stop();
    }
  });

  it('tell of themselves at Sluice’s own /metrics', async () => {
    const metrics = await open();
    try {
      await valueOf(metrics, 'handled_total');
      const registry = new Registry();
      const figures = metrics.figures ?? assert.fail('no figures');
      let readings = 0;
      registerFigures(registry, () => {
        readings += 1;
        return figures();
      });
      const [first, second] = [await registry.metrics(), await registry.metrics()];
      // Once to name them, then once for each time that the registry is read.
      assert.equal(readings, 3);
      assert.match(first, /^sluice_collector_series [1-9]\d*$/m);
      assert.match(second, /^sluice_collector_target_scrapes_total [1-9]\d*$/m);
      assert.match(second, /^sluice_collector_target_scrapes_failed_total 0$/m);
      assert.match(second, /^sluice_collector_disk_problem 0$/m);
    } finally {
      await metrics.stop();
    }
  });

  it('are refused with file and line when a rule is wrong', async () => {
    await writeFile(join(folder, 'rules.yaml'), 'groups:\n  - name: g\n    rules:\n      - { record: r, expr: "sum(" }\n');
    await assert.rejects(open(), (error) => error instanceof ConfigError && /rules\.yaml:4:\d+: .*expr/.test(error.message));
  });
});

async function valueOf(metrics: RunningMetrics, expression: string): Promise<number> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const result = await metrics.source.query(expression, Date.now());
    if (result.kind === 'vector' && result.series[0] !== undefined) return result.series[0].sample[1];
    assert.ok(Date.now() < deadline, `${expression} never came`);
    await setTimeout(20);
  }
}
