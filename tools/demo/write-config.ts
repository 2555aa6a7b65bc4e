import { writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { stringify } from 'yaml';

/** What LinkFlow's combined process says when it is ready. */
export interface LinkFlowPlaces {
  readonly gateway: string;
  readonly admin: string;
  readonly auth: string;
  readonly execution: string;
  readonly workflow: Readonly<Record<string, string>>;
}

/**
 * Writes sluice.yaml and prometheus.yaml for the places at which LinkFlow listens: the repository's own configuration, with shorter steps, a scrape
 * each second and a load gate at a low rate, so that four releases fit into four minutes.
 */
export async function writeConfig(folder: string, root: string, places: LinkFlowPlaces): Promise<string> {
  const file = join(folder, 'sluice.yaml');
  const content = (path: string): string => relative(folder, join(root, path));
  await writeFile(join(folder, 'prometheus.yaml'), stringify(scrapeConfig(places)));
  await writeFile(file, stringify(sluiceConfig(places, content)));
  return file;
}

function scrapeConfig({ gateway, auth, execution, workflow }: LinkFlowPlaces): unknown {
  const targets = [gateway, auth, execution, ...Object.values(workflow)].map((url) => new URL(url).host);
  return {
    global: { scrape_interval: '1s', scrape_timeout: '900ms' },
    scrape_configs: [{ job_name: 'linkflow', static_configs: [{ targets }] }],
  };
}

function sluiceConfig(places: LinkFlowPlaces, content: (path: string) => string): unknown {
  return {
    apiVersion: 'sluice/v1',
    environment: 'demo',
    listen: { host: '127.0.0.1', port: 0 },
    state: { folder: 'state' },
    metrics: { source: 'embedded', scrape: 'prometheus.yaml' },
    router: { kind: 'linkflow-gateway', url: places.admin, tokenEnv: 'LINKFLOW_ADMIN_TOKEN' },
    slos: content('alerts/slos'),
    services: {
      'workflow-service': {
        routerService: 'workflow-service',
        gates: ['freeze', 'contract', 'load', 'budget'],
        contract: {
          pacts: [content('contracts/pacts/workflow-ui-workflow-service.json')],
          providerStates: '/_pact/provider-states',
          tokenEnv: 'WORKFLOW_TEST_TOKEN',
        },
        load: {
          runner: 'embedded',
          script: content('loadtests/workflow-service.k6.ts'),
          env: { RATE: '5', DURATION: '10s' },
          tokenEnv: 'WORKFLOW_TEST_TOKEN',
        },
        budget: { youngService: 'allow', minimumCoverage: 0.01 },
        steps: [10, 25, 50, 75, 100].map((traffic) => ({ traffic, requests: 100, seconds: 4 })),
        canary: { advanceOn: 'exposure', warmUp: '2s' },
        deadline: '3m',
        retry: '2s',
        staleness: '15s',
        look: '1s',
      },
    },
  };
}
