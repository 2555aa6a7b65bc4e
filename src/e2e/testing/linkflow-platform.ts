import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Child, startChild } from './child.ts';
import type { LinkFlowPlaces } from './linkflow-places.ts';
import { linkFlowVariables } from './linkflow-variables.ts';
import { testToken } from './test-token.ts';

/** What the gateway's admin API shows of the workflow service. */
export interface ShownRouting {
  readonly weights: Readonly<Record<string, number>>;
}

/** LinkFlow in a process of its own, with traffic on its gateway from a second one. */
export interface LinkFlowPlatform {
  readonly places: LinkFlowPlaces;
  readonly adminToken: string;
  /** For the gates' own requests. */
  readonly testToken: string;
  /** Where tests put their folders; removed by stop(). */
  readonly folder: string;
  weights(): Promise<ShownRouting['weights']>;
  /** Gives v1 all of the traffic again. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

/** v1 and v2 are healthy, v3 fails one request of five, v4 breaks its contract. */
const versions = [
  { version: 'v1', faults: {} },
  { version: 'v2', faults: {} },
  { version: 'v3', faults: { errors: { share: 0.2 } } },
  { version: 'v4', faults: { contractBreak: { rename: { name: 'title' }, omit: [] } } },
];

const root = resolve(import.meta.dirname, '../../..');

/** Starts LinkFlow on free ports, and `requestsPerSecond` of traffic unless that is 0. */
export async function startLinkFlowPlatform({ requestsPerSecond }: { readonly requestsPerSecond: number }): Promise<LinkFlowPlatform> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-e2e-'));
  const adminToken = crypto.randomUUID();
  const children: Child[] = [];
  const stop = async (): Promise<void> => {
    for (const child of children.toReversed()) await child.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const linkFlow = child(children, folder, {
      name: 'linkflow',
      program: 'src/linkflow/main.ts',
      env: linkFlowVariables(adminToken, versions),
    });
    const places = (await linkFlow.ready) as unknown as LinkFlowPlaces;
    const token = await testToken(places.gateway);
    if (requestsPerSecond > 0) await startTraffic(children, folder, places, requestsPerSecond);
    const admin = adminOf(places, adminToken);
    return { places, adminToken, testToken: token, folder, ...admin, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The generator reports what it has sent once it is under way. */
async function startTraffic(children: Child[], folder: string, places: LinkFlowPlaces, requestsPerSecond: number): Promise<void> {
  const env = { LINKFLOW_GATEWAY_URL: places.gateway, LINKFLOW_TRAFFIC_PER_SECOND: String(requestsPerSecond) };
  // Nobody waits for its first report, five seconds later; an early end must not bring the tests down with an unhandled rejection.
  child(children, folder, { name: 'traffic', program: 'src/linkflow/traffic/main.ts', env }).ready.catch(() => undefined);
}

function child(
  children: Child[],
  folder: string,
  { name, program, env }: { readonly name: string; readonly program: string; readonly env: Readonly<Record<string, string>> },
): Child {
  const started = startChild({ name, command: [process.execPath, join(root, program)], env, logFile: join(folder, `${name}.log`) });
  children.push(started);
  return started;
}

function adminOf({ admin }: LinkFlowPlaces, adminToken: string): Pick<LinkFlowPlatform, 'weights' | 'reset'> {
  const url = `${admin}/admin/v1/services/workflow-service`;
  const headers = { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' };
  return {
    weights: async () => ((await (await fetch(url, { headers })).json()) as ShownRouting).weights,
    reset: async () => {
      const body = JSON.stringify({ weights: { v1: 100 }, reason: 'a new test' });
      const response = await fetch(`${url}/weights`, { method: 'PUT', headers, body });
      if (!response.ok) throw new Error(`the gateway did not take the weights: ${await response.text()}`);
    },
  };
}
