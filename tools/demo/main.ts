// `make demo`: LinkFlow under steady traffic; one good release is promoted, three bad ones are stopped. KEEP=1 stays up afterwards.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { ReleaseView } from '../../src/control-plane/domain/release/release-view.ts';
import { type Child, startChild } from '../../src/e2e/testing/child.ts';
import type { LinkFlowPlaces } from '../../src/e2e/testing/linkflow-places.ts';
import { linkFlowVariables } from '../../src/e2e/testing/linkflow-variables.ts';
import { testToken } from '../../src/e2e/testing/test-token.ts';
import { contentGates, writeConfig } from '../../src/e2e/testing/write-config.ts';
import { lockFolder } from '../../src/event-store/folder-lock.ts';
import { type Row, tableOf } from './report.ts';
import { type Scene, scenes } from './scenes.ts';

const root = resolve(import.meta.dirname, '../..');
const folder = join(root, '.sluice/demo');
const node = process.execPath;
const requestsPerSecond = 200;
const adminToken = crypto.randomUUID();
const children: Child[] = [];
const startedMs = Date.now();

process.once('SIGINT', () => void stopAll().then(() => process.exit(130)));
process.once('SIGTERM', () => void stopAll().then(() => process.exit(143)));

try {
  process.exitCode = await demo();
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
} finally {
  await stopAll();
}

async function demo(): Promise<number> {
  // Beside the folder, because the folder is removed: a demo that is still up must not lose its database to another.
  const lock = await lockFolder(join(root, '.sluice/demo.lock'));
  try {
    return await playAll();
  } finally {
    await lock.release();
  }
}

async function playAll(): Promise<number> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const places = await startLinkFlow();
  say(`LinkFlow is up at ${places.gateway}; ${requestsPerSecond} requests a second go to workflow-service v1.`);
  startTraffic(places);
  const sluice = await startSluice(places);
  say(`Sluice is up at ${sluice.url}. Logs: ${folder}/*.log\n`);
  const rows: Row[] = [];
  for (const scene of scenes) rows.push(await play(scene, sluice));
  return finish(rows, sluice, places);
}

async function startLinkFlow(): Promise<LinkFlowPlaces> {
  const linkFlow = child('linkflow', [node, 'src/linkflow/main.ts'], {
    LINKFLOW_DATA: join(folder, 'linkflow'),
    ...linkFlowVariables(adminToken, [{ version: 'v1', faults: {} }, ...scenes]),
  });
  return (await linkFlow.ready) as unknown as LinkFlowPlaces;
}

function startTraffic({ gateway }: LinkFlowPlaces): void {
  child('traffic', [node, 'src/linkflow/traffic/main.ts'], {
    LINKFLOW_GATEWAY_URL: gateway,
    LINKFLOW_TRAFFIC_PER_SECOND: String(requestsPerSecond),
  });
}

interface Sluice {
  readonly url: string;
  readonly tokenFile: string;
}

async function startSluice(places: LinkFlowPlaces): Promise<Sluice> {
  const config = await writeConfig(folder, { places, scrapeMs: 1000, service: shortService() });
  const sluice = child('sluice', [join(root, 'bin/sluice'), 'up', '--config', config, '--json'], {
    LINKFLOW_ADMIN_TOKEN: adminToken,
    WORKFLOW_TEST_TOKEN: await testToken(places.gateway),
  });
  const { url, adminTokenFile } = (await sluice.ready) as { readonly url: string; readonly adminTokenFile: string };
  return { url, tokenFile: adminTokenFile };
}

/** The repository's own service with shorter steps and a load gate at a low rate, so that four releases fit into four minutes. */
function shortService(): Readonly<Record<string, unknown>> {
  return {
    gates: ['freeze', 'contract', 'load', 'budget'],
    ...contentGates(folder, '10s'),
    budget: { youngService: 'allow', minimumCoverage: 0.01 },
    steps: [10, 25, 50, 75, 100].map((traffic) => ({ traffic, requests: 100, seconds: 4 })),
    canary: { advanceOn: 'exposure', warmUp: '2s' },
    deadline: '3m',
    retry: '2s',
    staleness: '15s',
    look: '1s',
  };
}

/** Releases a version as a release engineer would, and compares its end with the one that was due. */
async function play(scene: Scene, sluice: Sluice): Promise<Row> {
  say(`── ${scene.version}: ${scene.title}`);
  const startMs = Date.now();
  await cli(sluice, ['release', 'start', 'workflow-service', '--version', scene.version, '--reason', scene.title, '--watch']);
  const release = await newestRelease(sluice);
  const stoppedBy = release.gates.find((gate) => gate.state === 'fail')?.gate;
  const asExpected =
    release.version === scene.version &&
    release.status === scene.ends &&
    stoppedBy === scene.stoppedBy &&
    scene.because.test(release.headline);
  say('');
  return {
    release: release.releaseId,
    version: scene.version,
    verdict: release.status,
    reason: release.headline,
    seconds: (Date.now() - startMs) / 1000,
    requestsExposed: release.exposedRequests,
    asExpected,
  };
}

async function cli(sluice: Sluice, parameters: readonly string[]): Promise<void> {
  const command = spawn(join(root, 'bin/sluice'), [...parameters, '--url', sluice.url, '--token-file', sluice.tokenFile], {
    stdio: 'inherit',
  });
  await once(command, 'exit');
}

async function newestRelease(sluice: Sluice): Promise<ReleaseView> {
  const token = (await readFile(sluice.tokenFile, 'utf8')).trim();
  const response = await fetch(`${sluice.url}/api/v1/releases?limit=1`, { headers: { authorization: `Bearer ${token}` } });
  const { releases } = (await response.json()) as { readonly releases: readonly ReleaseView[] };
  const [newest] = releases;
  if (newest === undefined) throw new Error('Sluice knows no release');
  return newest;
}

async function finish(rows: readonly Row[], sluice: Sluice, places: LinkFlowPlaces): Promise<number> {
  const passed = rows.length === scenes.length && rows.every((row) => row.asExpected);
  const seconds = Math.round((Date.now() - startedMs) / 1000);
  await writeFile(join(folder, 'report.json'), `${JSON.stringify({ schemaVersion: 1, passed, seconds, releases: rows }, undefined, 2)}\n`);
  say(`${tableOf(rows, process.stdout.columns ?? 120)}\n`);
  say(
    `${passed ? 'All four releases ended as they should' : 'NOT all releases ended as they should'}, in ${seconds} s. ${folder}/report.json`,
  );
  if (process.env['KEEP'] === '1') {
    say(await stillUp(sluice, places));
    await once(process, 'SIGINT');
  }
  return passed ? 0 : 1;
}

/** What somebody needs to go on by hand: the places, and the variables for a shell, in a file for its owner alone. */
async function stillUp(sluice: Sluice, places: LinkFlowPlaces): Promise<string> {
  const file = join(folder, 'env.sh');
  const variables = {
    SLUICE_URL: sluice.url,
    SLUICE_CONFIG: join(folder, 'sluice.yaml'),
    LINKFLOW_ADMIN_TOKEN: adminToken,
    WORKFLOW_TEST_TOKEN: await testToken(places.gateway),
  };
  const lines = Object.entries(variables).map(([name, value]) => `export ${name}='${value}'`);
  await writeFile(file, `${lines.join('\n')}\n`, { mode: 0o600 });
  return [
    `\nStill up until Ctrl-C: LinkFlow at ${places.gateway}, its router's admin API at ${places.admin}, Sluice at ${sluice.url}.`,
    ...Object.entries(places.workflow).map(([version, url]) => `  workflow-service ${version}  ${url}`),
    'In another terminal, in this folder (the test token in the file is good for 15 minutes):',
    `  . ${file}`,
    '  npx sluice release list',
    `  npx sluice gate workflow-service --version v4 --url ${places.workflow['v4'] ?? ''}`,
    '  npx sluice ledger verify',
  ].join('\n');
}

function child(name: string, command: readonly [string, ...string[]], env: Readonly<Record<string, string>>): Child {
  const started = startChild({ name, command, env, logFile: join(folder, `${name}.log`) });
  children.push(started);
  // Whoever needs it awaits it; an end without anybody waiting must not bring the demo down with an unhandled rejection.
  started.ready.catch(() => undefined);
  return started;
}

async function stopAll(): Promise<void> {
  for (const started of children.splice(0).toReversed()) await started.stop();
}

function say(text: string): void {
  console.log(text);
}
