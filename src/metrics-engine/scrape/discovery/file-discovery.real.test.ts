import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Labels } from '../../query-result.ts';
import { type RealPrometheus, startPrometheus } from '../../testing/real-prometheus.ts';
import { systemClock } from '../collector-clock.ts';
import { parseCollectorConfig } from '../collector-config.ts';
import { resolveGroups } from '../resolve-groups.ts';
import type { TargetGroup } from './discovery.ts';
import { openDiscovery } from './open-discovery.ts';

const PATIENCE_MS = 30_000;
const YAML_FILE = `
- targets: [127.0.0.1:1, '127.0.0.1:2']
  labels: { version: 1.10, live: yes, empty: , job: mine, __scrape_interval__: 2h }
- targets: [127.0.0.1:3]
- labels: { nobody: there }
`;
const JSON_FILE = JSON.stringify([{ targets: ['127.0.0.1:4'], labels: { __metrics_path__: '/own', env: 'prod' } }, { targets: [] }]);

interface ToldTarget {
  readonly discoveredLabels: Labels;
  readonly labels: Labels;
  readonly scrapeUrl: string;
}

describe("files of targets against Debian's Prometheus", () => {
  let folder: string;
  let config: string;
  let server: RealPrometheus;

  before(async function start() {
    this.timeout(PATIENCE_MS * 2);
    folder = await mkdtemp(join(tmpdir(), 'files-'));
    await writeFile(join(folder, 'a.yml'), YAML_FILE);
    await writeFile(join(folder, 'b.json'), JSON_FILE);
    config = `scrape_configs: [{ job_name: j, scrape_interval: 1h, file_sd_configs: [{ files: ['${folder}/*.yml', '${folder}/b.json'] }] }]`;
    server = await startPrometheus(config);
  });
  after(async () => {
    await server.close();
    await rm(folder, { recursive: true });
  });

  it('finds the same targets, with the same labels before and after', async function same() {
    this.timeout(PATIENCE_MS * 2);
    assert.deepEqual(byAddress(await ours(config)), byAddress(await theirs(server.baseUrl)));
  });
});

function byAddress(targets: readonly ToldTarget[]): readonly ToldTarget[] {
  const of = ({ discoveredLabels }: ToldTarget) => discoveredLabels['__address__'] ?? '';
  return targets
    .map(({ discoveredLabels, labels, scrapeUrl }) => ({ discoveredLabels, labels, scrapeUrl }))
    .sort((a, b) => (of(a) < of(b) ? -1 : 1));
}

async function ours(config: string): Promise<readonly ToldTarget[]> {
  const [job] = parseCollectorConfig(config).jobs;
  const [discovery] = job?.discoveries ?? [];
  const stop = new AbortController();
  const groups: TargetGroup[] = [];
  const outside = { clock: systemClock, fetch: () => Promise.reject(new Error('nobody is asked')) };
  await openDiscovery(discovery ?? assert.fail(), outside).run(stop.signal, (updates) => {
    for (const update of updates) if (update.kind === 'found') groups.push(...update.groups);
    stop.abort();
  });
  const { found } = resolveGroups(job ?? assert.fail(), groups);
  return found.map(({ discovered, target }) => ({ discoveredLabels: discovered, labels: target.labels, scrapeUrl: target.url }));
}

async function theirs(baseUrl: string): Promise<readonly ToldTarget[]> {
  for (const deadline = AbortSignal.timeout(PATIENCE_MS); ; await setTimeout(200, undefined, { signal: deadline })) {
    const response = await fetch(`${baseUrl}/api/v1/targets`, { signal: deadline });
    const { data } = (await response.json()) as { data: { activeTargets: readonly ToldTarget[] } };
    if (data.activeTargets.length >= 4) return data.activeTargets;
  }
}
