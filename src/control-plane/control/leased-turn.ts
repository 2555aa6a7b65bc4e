import { advanceRelease, type Turn } from './advance-release.ts';
import type { Bell } from './bell.ts';
import { fencedRouter } from './fenced-router.ts';
import { type HeldLease, keepLease } from './keep-lease.ts';
import type { LoadedRelease, LoadRelease } from './load-release.ts';
import type { ReconcilerPorts } from './reconciler-ports.ts';

/** How long a replica may be silent before another takes its releases over. */
export const leaseMs = 15_000;

/** A loop's own things: which release it drives, as whom, and how it is told of news. */
export interface ReleaseLoop {
  readonly releaseId: string;
  readonly holder: string;
  readonly bell: Bell;
  readonly load: LoadRelease;
}

/** A turn under the release's lease; `elsewhere` while another replica holds it. Rejects when the ledger or the leases are out of reach. */
export async function leasedTurn(
  ports: ReconcilerPorts,
  loop: ReleaseLoop,
  signal: AbortSignal,
): Promise<Turn | { readonly kind: 'elsewhere' }> {
  const name = `release/${loop.releaseId}`;
  const askedAtMs = ports.clock.now();
  const lease = await ports.leases.acquire(name, loop.holder, leaseMs);
  if (lease === undefined) return { kind: 'elsewhere' };
  const mine = { name, holder: loop.holder, token: lease.token };
  try {
    return await guardedTurn(ports, loop, { ...mine, ttlMs: leaseMs, untilMs: askedAtMs + leaseMs }, signal);
  } finally {
    await ports.leases.release(mine.name, mine.holder, mine.token).catch((error: unknown) => {
      ports.log('warn', `The lease ${name} could not be given back, and runs out by itself: ${String(error)}`, { release: loop.releaseId });
    });
  }
}

/** The turn is cut short when the lease is lost, and when what it works on is over. */
async function guardedTurn(ports: ReconcilerPorts, loop: ReleaseLoop, lease: HeldLease, signal: AbortSignal): Promise<Turn> {
  const loaded = await loop.load(loop.releaseId);
  const turn = new AbortController();
  const look = (): Promise<void> => cutShortWhenOver(ports, loop, loaded, turn);
  const stopListening = loop.bell.onRing(() => void look());
  const kept = keepLease(ports, lease, { lost: turn, whenKept: look });
  const fenced = { ...ports, router: fencedRouter(ports.router, kept, turn) };
  try {
    return await advanceRelease(fenced, loaded, AbortSignal.any([turn.signal, signal]));
  } finally {
    stopListening();
    await kept.stop();
  }
}

/** A person's abort must not wait for a load gate of five minutes to end. That it came is rung when it was taken here, and seen at the lease's next renewal when it was taken by another replica. */
async function cutShortWhenOver(
  { log }: ReconcilerPorts,
  { load, releaseId }: ReleaseLoop,
  before: LoadedRelease,
  turn: AbortController,
): Promise<void> {
  try {
    const { phase } = (await load(releaseId)).state;
    if (phase !== before.state.phase && (phase === 'ended' || phase === 'rolling-back')) turn.abort();
  } catch (error) {
    log('debug', `Whether ${releaseId} is over could not be seen, and is looked at again: ${String(error)}`, { release: releaseId });
  }
}
