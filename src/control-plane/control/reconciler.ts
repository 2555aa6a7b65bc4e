import { nextMove } from '../domain/release/next-move.ts';
import { type Bell, createBell } from './bell.ts';
import { driveRelease } from './drive-release.ts';
import { laneOf, releaseIdOf, releaseStreamPrefix } from './ledger-streams.ts';
import { type LoadRelease, releaseLoader } from './load-release.ts';
import type { LedgerRecord } from './ports/ledger.ts';
import type { ReconcilerPorts } from './reconciler-ports.ts';

/** How often open releases are looked for: what another replica wrote is not announced in this process. */
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
  let sweeping: Promise<void> = Promise.resolve();

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
      for (const releaseId of await openReleases(ports, load)) adopt(releaseId);
    } catch (error) {
      ports.log('error', `The ledger could not be searched for open releases: ${String(error)}`);
    }
  };

  const sweep = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await ports.clock.sleep(sweepMs, stopping.signal);
      if (!stopping.signal.aborted) await search();
    }
  };

  return {
    async start() {
      unfollow = ports.ledger.follow(onRecord);
      await search();
      sweeping = sweep();
    },
    async stop() {
      unfollow?.();
      stopping.abort();
      await Promise.all([sweeping, ...[...loops.values()].map((loop) => loop.done)]);
    },
  };
}

/**
 * The releases of the environments that are governed here for which something is to be done, be it that watchers are told of a rollback; those of
 * services that are no longer configured are among them.
 *
 * Only the newest release of a service can be open: a new one is refused until the one before has ended.
 */
async function openReleases({ clock, ledger, services }: ReconcilerPorts, load: LoadRelease): Promise<readonly string[]> {
  const environments = [...new Set([...services.values()].map(({ environment }) => environment))];
  const streams = await Promise.all(environments.map((environment) => ledger.streams(releaseStreamPrefix({ environment }))));
  const ids = streams.flat().flatMap((stream) => releaseIdOf(stream) ?? []);
  const newest = new Map(ids.map((releaseId) => [laneOf(releaseId), releaseId]));
  const loaded = await Promise.all(
    [...newest.values()].map(async (releaseId) => ({ releaseId, move: nextMove((await load(releaseId)).state, clock.now()) })),
  );
  return loaded.filter(({ move }) => move.kind !== 'none').map(({ releaseId }) => releaseId);
}
