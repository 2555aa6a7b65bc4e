import { advanceRelease, type Turn } from './advance-release.ts';
import { releaseIdOf, releaseStreamPrefix } from './ledger-streams.ts';
import { loadRelease } from './load-release.ts';
import type { LedgerRecord } from './ports/ledger.ts';
import type { ReconcilerPorts } from './reconciler-ports.ts';

/** How long a replica may be silent before another takes its releases over. */
const leaseMs = 15_000;
/** How often ended and foreign releases are looked for: what another replica wrote is not announced in this process. */
const sweepMs = 5_000;
const firstBackoffMs = 500;
const longestBackoffMs = 10_000;

/** The loops that bring every open release to its end. `stop` lets go of all leases and resolves when no loop runs any more. */
export interface Reconciler {
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Makes the reconciler of one replica; `holder` must be unique among the replicas. */
export function createReconciler(ports: ReconcilerPorts, holder: string): Reconciler {
  const loops = new Map<string, { readonly done: Promise<void>; wake: () => void }>();
  const stopping = new AbortController();
  let unfollow: () => void = () => {};
  let sweeping: Promise<void> = Promise.resolve();

  const adopt = (releaseId: string): void => {
    if (loops.has(releaseId) || stopping.signal.aborted) return;
    const bell = createBell();
    const done = driveRelease(ports, holder, releaseId, bell, stopping.signal).finally(() => loops.delete(releaseId));
    loops.set(releaseId, { done, wake: bell.ring });
  };

  const onRecord = (record: LedgerRecord): void => {
    const releaseId = releaseIdOf(record.stream);
    if (releaseId === undefined) return;
    loops.get(releaseId)?.wake();
    if (record.version === 1) adopt(releaseId);
  };

  return {
    async start() {
      unfollow = ports.ledger.follow(onRecord);
      await adoptOpenReleases(ports, adopt);
      sweeping = sweep(ports, adopt, stopping.signal);
    },
    async stop() {
      unfollow();
      stopping.abort();
      await Promise.all([sweeping, ...[...loops.values()].map((loop) => loop.done)]);
    },
  };
}

async function sweep(ports: ReconcilerPorts, adopt: (releaseId: string) => void, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await ports.clock.sleep(sweepMs, signal);
    if (signal.aborted) return;
    await adoptOpenReleases(ports, adopt).catch((error: unknown) => {
      ports.log('error', `The ledger could not be searched for open releases: ${messageOf(error)}`);
    });
  }
}

/** Only the newest release of a service can be open: a new one is refused until the one before has ended. */
async function adoptOpenReleases(ports: ReconcilerPorts, adopt: (releaseId: string) => void): Promise<void> {
  for (const { name: service, environment } of ports.services.values()) {
    const newest = (await ports.ledger.streams(releaseStreamPrefix({ environment, service }))).at(-1);
    const releaseId = newest === undefined ? undefined : releaseIdOf(newest);
    if (releaseId === undefined) continue;
    const { state } = await loadRelease(ports.ledger, releaseId);
    if (state.phase !== 'none' && state.phase !== 'ended') adopt(releaseId);
  }
}

async function driveRelease(ports: ReconcilerPorts, holder: string, releaseId: string, bell: Bell, signal: AbortSignal): Promise<void> {
  let backoffMs = firstBackoffMs;
  while (!signal.aborted) {
    const turn = await leasedTurn(ports, holder, releaseId, bell, signal);
    if (turn.kind === 'done') return;
    backoffMs = turn.kind === 'failed' ? Math.min(backoffMs * 2, longestBackoffMs) : firstBackoffMs;
    await pause(ports, turn, backoffMs, bell, signal);
  }
}

async function pause(ports: ReconcilerPorts, turn: Turn, backoffMs: number, bell: Bell, signal: AbortSignal): Promise<void> {
  switch (turn.kind) {
    case 'again':
    case 'done':
      return;
    case 'failed':
      return ports.clock.sleep(backoffMs, signal);
    case 'wait':
      return bell.heard(ports, Math.max(0, turn.untilMs - ports.clock.now()), signal);
  }
}

/** A turn under the lease; while another replica holds it, this one waits its time. The turn is cut short when the lease is lost. */
async function leasedTurn(ports: ReconcilerPorts, holder: string, releaseId: string, bell: Bell, signal: AbortSignal): Promise<Turn> {
  const name = `release/${releaseId}`;
  try {
    const lease = await ports.leases.acquire(name, holder, leaseMs);
    if (lease === undefined) return { kind: 'wait', untilMs: ports.clock.now() + leaseMs / 3 };
    const turn = new AbortController();
    const ended = new AbortController();
    const renewing = keepLease(ports, { name, holder, token: lease.token }, turn, ended.signal);
    const unwatch = bell.onRing(() => void cutShortWhenOver(ports, releaseId, turn));
    try {
      return await advanceRelease(ports, releaseId, AbortSignal.any([turn.signal, signal]));
    } finally {
      unwatch();
      ended.abort();
      await renewing;
      await ports.leases.release(name, holder, lease.token);
    }
  } catch (error) {
    if (signal.aborted) return { kind: 'done' };
    ports.log('error', `A turn of ${releaseId} failed: ${messageOf(error)}`, { release: releaseId });
    return { kind: 'failed', problem: messageOf(error) };
  }
}

async function keepLease(
  ports: ReconcilerPorts,
  lease: { readonly name: string; readonly holder: string; readonly token: number },
  turn: AbortController,
  ended: AbortSignal,
): Promise<void> {
  while (!ended.aborted) {
    await ports.clock.sleep(leaseMs / 3, ended);
    if (ended.aborted) return;
    const kept = await ports.leases.renew(lease.name, lease.holder, lease.token, leaseMs).catch(() => false);
    if (!kept) turn.abort();
  }
}

/** A person's abort, or the deadline, must not wait for a load gate of five minutes to end. */
async function cutShortWhenOver(ports: ReconcilerPorts, releaseId: string, turn: AbortController): Promise<void> {
  const { state } = await loadRelease(ports.ledger, releaseId);
  if (state.phase === 'ended' || state.phase === 'rolling-back') turn.abort();
}

/** Tells a waiting loop that something was recorded. */
interface Bell {
  ring(): void;
  onRing(listener: () => void): () => void;
  heard(ports: ReconcilerPorts, ms: number, signal: AbortSignal): Promise<void>;
}

function createBell(): Bell {
  const listeners = new Set<() => void>();
  const onRing = (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return {
    ring: () => {
      for (const listener of listeners) listener();
    },
    onRing,
    async heard(ports, ms, signal) {
      const rung = new AbortController();
      const unwatch = onRing(() => rung.abort());
      await ports.clock.sleep(ms, AbortSignal.any([rung.signal, signal])).finally(unwatch);
    },
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
