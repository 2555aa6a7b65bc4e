import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A folder with a whole, valid configuration and the files it names; `files` replace or add some (undefined: left out). */
export interface ConfigFolder extends AsyncDisposable {
  readonly path: string;
}

const slo = `
apiVersion: openslo/v1
kind: SLO
metadata: { name: web-availability }
spec: { service: web }
`;

const config = `
apiVersion: sluice/v1
environment: staging
metrics: { source: embedded, scrape: collector/prometheus.yaml }
router: { kind: linkflow-gateway, url: "http://127.0.0.1:8900/", tokenEnv: ROUTER_TOKEN }
slos: slos
services:
  web:
    gates: [freeze, contract, load, budget]
    contract: { pacts: [pacts/ui-web.json], providerStates: /_pact, tokenEnv: WEB_TOKEN }
    load: { script: load/web.k6.ts, env: { RATE: "20" }, memory: 256MiB, deadline: 5m }
    steps:
      - { traffic: 10, requests: 300, seconds: 30 }
      - { traffic: 100, requests: 300, seconds: 30, approval: true }
    canary: { alpha: 0.02, warmUp: 0s, tolerance: { ratio: 1.2 } }
    deadline: 2h
`;

const valid: Readonly<Record<string, string>> = {
  'sluice.yaml': config,
  'collector/prometheus.yaml': 'scrape_configs: []\n',
  'slos/web.yaml': slo,
  'pacts/ui-web.json': '{}',
  'load/web.k6.ts': 'export default function () {}\n',
};

/** The valid `sluice.yaml` with a piece of it replaced; throws when the piece is not in it. */
export function editedConfig(from: string | RegExp, to: string): string {
  const edited = config.replace(from, to);
  if (edited === config) throw new Error(`${from} is not in the configuration`);
  return edited;
}

/** Writes the folder. */
export async function configFolder(files: Readonly<Record<string, string | undefined>> = {}): Promise<ConfigFolder> {
  const path = await mkdtemp(join(tmpdir(), 'sluice-config-'));
  for (const [name, text] of Object.entries({ ...valid, ...files })) {
    if (text === undefined) continue;
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), text);
  }
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}
