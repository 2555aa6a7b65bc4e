import type { Turn } from './advance-release.ts';
import { leasedTurn, leaseMs, type ReleaseLoop } from './leased-turn.ts';
import type { ReconcilerPorts } from './reconciler-ports.ts';

const firstBackoffMs = 500;
const longestBackoffMs = 10_000;
/** What another replica recorded, a person's approval among it, is not announced in this process: no wait is longer than this. */
const longestWaitMs = 5_000;

/** Takes turns for a release until it has ended, or the signal aborts. Never rejects: a turn that fails is logged and tried again, with growing pauses. */
export async function driveRelease(ports: ReconcilerPorts, loop: ReleaseLoop, signal: AbortSignal): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    const turn = await tryTurn(ports, loop, signal);
    if (turn.kind === 'done') return;
    failures = turn.kind === 'failed' ? failures + 1 : 0;
    await pause(ports, loop, turn, failures, signal);
  }
}

type LoopTurn = Turn | { readonly kind: 'elsewhere' };

async function tryTurn(ports: ReconcilerPorts, loop: ReleaseLoop, signal: AbortSignal): Promise<LoopTurn> {
  try {
    return await leasedTurn(ports, loop, signal);
  } catch (error) {
    ports.log('error', `A turn of ${loop.releaseId} failed: ${String(error)}`, { release: loop.releaseId });
    return { kind: 'failed' };
  }
}

async function pause(ports: ReconcilerPorts, loop: ReleaseLoop, turn: LoopTurn, failures: number, signal: AbortSignal): Promise<void> {
  const { clock } = ports;
  switch (turn.kind) {
    case 'again':
    case 'done':
      return;
    case 'failed':
      return clock.sleep(Math.min(firstBackoffMs * 2 ** (failures - 1), longestBackoffMs), signal);
    case 'elsewhere':
      return clock.sleep(leaseMs / 3, signal);
    case 'wait': {
      const ms = Math.min(turn.untilMs - clock.now(), longestWaitMs);
      return loop.bell.heard({ clock, knownVersion: turn.knownVersion, ms }, signal);
    }
  }
}
