import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';

/** Time as the collector sees it; tests hand in their own. */
export interface CollectorClock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Milliseconds since some fixed moment; never set back. */
  monotonicMs(): number;
  /** Resolves after a while, or at once when the signal aborts; never rejects. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** A signal that aborts after a while. */
  deadline(ms: number): AbortSignal;
}

/** The machine's clock. */
export const systemClock: CollectorClock = {
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
  async sleep(ms, signal) {
    try {
      await setTimeout(ms, undefined, { signal });
    } catch {
      // Aborted: whoever sleeps looks at the signal next.
    }
  },
  deadline: (ms) => AbortSignal.timeout(ms),
};
