import { join } from 'node:path';
import type { Child } from '../../src/e2e/testing/child.ts';
import type { LinkFlowPlaces } from '../../src/e2e/testing/linkflow-places.ts';
import type { Bench } from './bench.ts';

/** LinkFlow as it runs for a benchmark. */
export interface RunningLinkFlow {
  readonly process: Child;
  readonly places: LinkFlowPlaces;
  /** Base URL of workflow-service v1. */
  readonly workflow: string;
}

/** Starts all of LinkFlow, in one version, out of a checkout; `folder` takes its data. Throws when it doesn't come up. */
export async function startLinkFlow(bench: Bench, from: { readonly root: string; readonly folder: string }): Promise<RunningLinkFlow> {
  const linkFlow = bench.processes.start({
    name: 'linkflow',
    command: [join(from.root, 'node_modules/node/bin/node'), join(from.root, 'src/linkflow/main.ts')],
    env: {
      LINKFLOW_DATA: join(from.folder, 'linkflow'),
      LINKFLOW_ADMIN_TOKEN: crypto.randomUUID(),
      LINKFLOW_VERSIONS: JSON.stringify([{ version: 'v1', faults: {} }]),
      LINKFLOW_PROVIDER_STATES: 'on',
      LINKFLOW_GATEWAY_PORT: '0',
      LINKFLOW_ADMIN_PORT: '0',
      LINKFLOW_AUTH_PORT: '0',
      LINKFLOW_EXECUTION_PORT: '0',
      LINKFLOW_LIMIT_PER_SECOND: '5000',
      LINKFLOW_LIMIT_BURST: '10000',
      LINKFLOW_LOG_LEVEL: 'warn',
    },
  });
  const places = (await linkFlow.ready) as unknown as LinkFlowPlaces;
  const workflow = places.workflow['v1'];
  if (workflow === undefined) throw new Error('LinkFlow came up without a workflow-service v1');
  return { process: linkFlow, places, workflow };
}
