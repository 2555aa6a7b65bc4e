import type { Clock } from '../ports/clock.ts';

/** A clock that stands still until a test moves it; sleepers wake when their time has come. */
export interface ManualClock extends Clock {
  advance(ms: number): void;
  /** How many are asleep. */
  sleepers(): number;
}

/** A manual clock that starts at `startMs`. */
export function manualClock(startMs = 1_700_000_000_000): ManualClock {
  let now = startMs;
  const sleepers = new Set<{ readonly wakeAt: number; readonly wake: () => void }>();
  return {
    now: () => now,
    sleepers: () => sleepers.size,
    advance(ms) {
      now += ms;
      for (const sleeper of sleepers) if (sleeper.wakeAt <= now) sleeper.wake();
    },
    sleep: (ms, signal) =>
      new Promise<void>((resolve) => {
        if (ms <= 0 || signal?.aborted === true) return resolve();
        const sleeper = { wakeAt: now + ms, wake };
        function wake(): void {
          sleepers.delete(sleeper);
          signal?.removeEventListener('abort', wake);
          resolve();
        }
        sleepers.add(sleeper);
        signal?.addEventListener('abort', wake);
      }),
  };
}
