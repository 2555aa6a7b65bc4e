import { owesNotice } from '../domain/release/notice.ts';
import type { LiveRelease } from '../domain/release/release-state.ts';
import { type Bell, createBell } from './bell.ts';
import { correctEndedTraffic } from './correct-ended-traffic.ts';
import { driveRelease } from './drive-release.ts';
import { laneOf, releaseIdOf, releaseStreamPrefix } from './ledger-streams.ts';
import { type LoadRelease, releaseLoader } from './load-release.ts';
import type { LedgerRecord } from './ports/ledger.ts';
import type { ReconcilerPorts } from './reconciler-ports.ts';

/** How often open releases are looked for, as what another replica wrote is not announced in this process, and ended ones are looked after. */
const sweepMs = 5_000;

/** The loops that bring every open release to its end. `stop` lets go of all leases and resolves when no loop runs any more. */
export interface Reconciler {
  /** Resolves once the open releases of the ledger have been looked for; a ledger that is out of reach is asked again later. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Makes the reconciler of one replica; `holder` must be unique among the replicas. */
export function createReconciler(ports: ReconcilerPorts, holder: string): Reconciler {
  const load = releaseLoader(ports.ledger);
  const loops = new Map<string, { readonly done: Promise<void>; readonly bell: Bell }>();
  const stopping = new AbortController();
  let unfollow: (() => void) | undefined;
  let sweeping: Promise<unknown> = Promise.resolve();

  const adopt = (releaseId: string): void => {
    if (loops.has(releaseId) || stopping.signal.aborted) return;
    const bell = createBell();
    const loop = { releaseId, holder, bell, load };
    const done = driveRelease(ports, loop, stopping.signal).finally(() => loops.delete(releaseId));
    loops.set(releaseId, { done, bell });
  };

  const onRecord = ({ stream, version }: LedgerRecord): void => {
    const releaseId = releaseIdOf(stream);
    if (releaseId === undefined) return;
    if (version === 1) adopt(releaseId);
    loops.get(releaseId)?.bell.ring(version);
  };

  const search = async (): Promise<void> => {
    try {
      const newest = await newestReleases(ports, load);
      for (const release of newest) if (release.phase !== 'ended' || owesNotice(release)) adopt(release.request.releaseId);
    } catch (error) {
      ports.log('error', `The ledger could not be searched for open releases: ${String(error)}`);
    }
  };

  const lookAfter = async (release: LiveRelease): Promise<void> => {
    const { releaseId } = release.request;
    try {
      await correctEndedTraffic(ports, release, stopping.signal);
    } catch (error) {
      ports.log('debug', `The traffic after ${releaseId} is looked at again: ${String(error)}`, { release: releaseId });
    }
  };

  const lookAfterEnded = async (): Promise<void> => {
    // That the ledger is out of reach is told by the search.
    const newest = await newestReleases(ports, load).catch(() => []);
    await Promise.all(newest.filter(({ phase }) => phase === 'ended').map(lookAfter));
  };

  const sweep = async (look: () => Promise<void>): Promise<void> => {
    while (!stopping.signal.aborted) {
      await ports.clock.sleep(sweepMs, stopping.signal);
      if (!stopping.signal.aborted) await look();
    }
  };

  return {
    async start() {
      unfollow = ports.ledger.follow(onRecord);
      await search();
      // Apart, so that a router that does not answer keeps no release waiting.
      sweeping = Promise.all([sweep(search), sweep(lookAfterEnded)]);
    },
    async stop() {
      unfollow?.();
      stopping.abort();
      await Promise.all([sweeping, ...[...loops.values()].map((loop) => loop.done)]);
    },
  };
}

/**
 * The newest release of each service in the environments that are governed here, those of services that are no longer configured among them.
 *
 * No other release of a service can be open: a new one is refused until the one before has ended.
 */
async function newestReleases({ ledger, services }: ReconcilerPorts, load: LoadRelease): Promise<readonly LiveRelease[]> {
  const environments = [...new Set([...services.values()].map(({ environment }) => environment))];
  const streams = await Promise.all(environments.map((environment) => ledger.streams(releaseStreamPrefix({ environment }))));
  const ids = streams.flat().flatMap((stream) => releaseIdOf(stream) ?? []);
  const newest = new Map(ids.map((releaseId) => [laneOf(releaseId), releaseId]));
  const loaded = await Promise.all([...newest.values()].map(load));
  return loaded.flatMap(({ state }) => (state.phase === 'none' ? [] : [state]));
}
