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
  const wakeDue = () => {
    for (const sleeper of sleepers) {
      if (sleeper.wakeAt > now) continue;
      sleepers.delete(sleeper);
      sleeper.wake();
    }
  };
  return {
    now: () => now,
    sleepers: () => sleepers.size,
    advance: (ms) => {
      now += ms;
      wakeDue();
    },
    sleep: (ms, signal) =>
      new Promise<void>((resolve) => {
        const sleeper = { wakeAt: now + ms, wake: resolve };
        const cancel = () => {
          sleepers.delete(sleeper);
          resolve();
        };
        if (ms <= 0 || signal?.aborted === true) resolve();
        else {
          sleepers.add(sleeper);
          signal?.addEventListener('abort', cancel, { once: true });
        }
      }),
  };
}
