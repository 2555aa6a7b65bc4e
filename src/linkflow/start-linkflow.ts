import type { ShutdownOutcome } from '../telemetry/graceful-shutdown.ts';
import type { RunningService } from './kit/running-service.ts';
import { openStorage, type Storage } from './kit/store/open-storage.ts';
import type { LinkFlowOptions, LinkFlowUrls } from './linkflow-options.ts';
import { startAuth, startExecution, startGatewayBefore, startWorkflowVersions, telemetryFor } from './linkflow-parts.ts';

/** How the end of LinkFlow went, of all its parts together. */
export type LinkFlowOutcome = Pick<ShutdownOutcome, 'kind' | 'problems'>;

/** LinkFlow in one process. `close` drains the gateway first, then the services, and closes the storage last; asked again meanwhile it cuts off what is left. */
export interface LinkFlow {
  readonly urls: LinkFlowUrls;
  close(): Promise<LinkFlowOutcome>;
}

/**
 * Starts all of LinkFlow in this process: one storage, the auth and execution services, every version of the workflow service, and
 * the gateway before them. They speak HTTP with each other, each on its own port with its own metrics.
 *
 * Rejects when a port is taken, a fault is misspelt or the storage can't be opened; what had been started is closed then.
 */
export async function startLinkFlow(options: LinkFlowOptions): Promise<LinkFlow> {
  const storage = await openStorage(options.storage ?? { kind: 'memory' }, telemetryFor(options, 'linkflow', 'v1').logger);
  const started: RunningService[] = [];
  try {
    const urls = await startParts(options, storage, started);
    return { urls, close: closeOnce(started, storage) };
  } catch (error) {
    await closeAll(started, storage);
    throw error;
  }
}

async function startParts(options: LinkFlowOptions, storage: Storage, started: RunningService[]): Promise<LinkFlowUrls> {
  const shared = { options, storage };
  const keep = <Part extends RunningService>(part: Part): Part => {
    started.push(part);
    return part;
  };
  const auth = keep(await startAuth(shared));
  const workflow: Record<string, string> = {};
  await startWorkflowVersions(shared, auth, (version, running) => {
    workflow[version] = keep(running).url;
  });
  // Nobody can ask for an execution before the gateway listens, so its URL is known in time.
  const gatewayUrl: { url?: string } = {};
  const execution = keep(await startExecution(shared, auth, () => gatewayUrl.url ?? ''));
  const gateway = keep(await startGatewayBefore(shared, { auth, execution, workflow }));
  gatewayUrl.url = gateway.url;
  return { gateway: gateway.url, admin: gateway.adminUrl, auth: auth.url, execution: execution.url, workflow };
}

function closeOnce(started: readonly RunningService[], storage: Storage): LinkFlow['close'] {
  let closing: Promise<LinkFlowOutcome> | undefined;
  return async () => {
    if (closing !== undefined) await Promise.all(started.map((part) => part.close()));
    closing ??= closeAll(started, storage);
    return closing;
  };
}

// The gateway was started last and goes first: nothing comes in any more while the services drain.
async function closeAll(started: readonly RunningService[], storage: Storage): Promise<LinkFlowOutcome> {
  const problems: unknown[] = [];
  let kind: LinkFlowOutcome['kind'] = 'drained';
  for (const part of started.toReversed()) {
    const outcome = await part.close();
    if (outcome.kind !== 'drained') ({ kind } = outcome);
    problems.push(...outcome.problems);
  }
  await storage.close();
  return { kind, problems };
}
