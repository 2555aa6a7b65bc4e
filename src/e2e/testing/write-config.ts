import { writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { stringify } from 'yaml';
import type { LinkFlowPlaces } from './linkflow-places.ts';

/** What one configuration has of its own; the rest is that of the repository. */
export interface ConfigChoices {
  readonly places: LinkFlowPlaces;
  /** Of the one service, over its defaults: gates, steps, load … as sluice.yaml has them. */
  readonly service: Readonly<Record<string, unknown>>;
  /** Between two scrapes, in milliseconds. */
  readonly scrapeMs: number;
  /** Instead of the embedded collector. */
  readonly metrics?: Readonly<Record<string, unknown>>;
  /** Instead of LinkFlow's admin port. */
  readonly adminUrl?: string;
  /** Scraped instead of all parts of LinkFlow. */
  readonly scraped?: readonly string[];
  /** Instead of the repository's objectives. */
  readonly slos?: string;
}

const root = resolve(import.meta.dirname, '../../..');

/** A path of the repository's content as a configuration in `folder` names it. */
export function contentPath(folder: string, path: string): string {
  return relative(folder, join(root, path));
}

/** Writes sluice.yaml and prometheus.yaml for the places at which LinkFlow listens, and answers the first one's path. */
export async function writeConfig(folder: string, choices: ConfigChoices): Promise<string> {
  const file = join(folder, 'sluice.yaml');
  await writeFile(join(folder, 'prometheus.yaml'), stringify(scrapeConfig(choices)));
  await writeFile(file, stringify(sluiceConfig(folder, choices)));
  return file;
}

/** The scrape configuration for LinkFlow's parts, or for `scraped`. */
export function scrapeConfig({ places, scrapeMs, scraped }: Pick<ConfigChoices, 'places' | 'scrapeMs' | 'scraped'>): unknown {
  const { gateway, auth, execution, workflow } = places;
  const targets = (scraped ?? [gateway, auth, execution, ...Object.values(workflow)]).map((url) => new URL(url).host);
  return {
    global: { scrape_interval: `${scrapeMs}ms`, scrape_timeout: `${scrapeMs - 100}ms` },
    scrape_configs: [{ job_name: 'linkflow', static_configs: [{ targets }] }],
  };
}

function sluiceConfig(folder: string, { places, service, metrics, adminUrl, slos }: ConfigChoices): unknown {
  return {
    apiVersion: 'sluice/v1',
    environment: 'demo',
    listen: { host: '127.0.0.1', port: 0 },
    state: { folder: 'state' },
    metrics: metrics ?? { source: 'embedded', scrape: 'prometheus.yaml' },
    router: { kind: 'linkflow-gateway', url: adminUrl ?? places.admin, tokenEnv: 'LINKFLOW_ADMIN_TOKEN' },
    slos: slos ?? contentPath(folder, 'alerts/slos'),
    services: { 'workflow-service': { routerService: 'workflow-service', ...service } },
  };
}

/** The sections of the contract and load gates, with the repository's pacts and script; `duration` is that of the load. */
export function contentGates(folder: string, duration: string) {
  return {
    contract: {
      pacts: [contentPath(folder, 'contracts/pacts/workflow-ui-workflow-service.json')],
      providerStates: '/_pact/provider-states',
      tokenEnv: 'WORKFLOW_TEST_TOKEN',
    },
    load: {
      runner: 'embedded',
      script: contentPath(folder, 'loadtests/workflow-service.k6.ts'),
      env: { RATE: '5', DURATION: duration },
      tokenEnv: 'WORKFLOW_TEST_TOKEN',
    },
  };
}
