import { join } from 'node:path';
import type { Child } from '../../src/e2e/testing/child.ts';
import type { LinkFlowPlaces } from '../../src/e2e/testing/linkflow-places.ts';
import { linkFlowVariables } from '../../src/e2e/testing/linkflow-variables.ts';
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
      ...linkFlowVariables(crypto.randomUUID(), [{ version: 'v1', faults: {} }]),
    },
  });
  const places = (await linkFlow.ready) as unknown as LinkFlowPlaces;
  const workflow = places.workflow['v1'];
  if (workflow === undefined) throw new Error('LinkFlow came up without a workflow-service v1');
  return { process: linkFlow, places, workflow };
}
