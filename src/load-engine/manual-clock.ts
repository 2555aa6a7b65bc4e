import type { Clock } from './clock.ts';

/** A clock that stands still until it is moved. */
export interface ManualClock extends Clock {
  /** Moves on by `ms`, waking every timer at its own moment, and lets what it woke come to rest each time. */
  advance(ms: number): Promise<void>;
  /** Moves on by `ms` without waking anybody: a process that stood still. */
  jump(ms: number): void;
}

interface Timer {
  readonly at: number;
  readonly wake: () => void;
}

/** Lets promises settle, however long their chains: setImmediate runs after all microtasks. */
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

/** Makes a clock for tests: `now` starts at 0 and `wall` at `wallStart`; `breathe` costs no time, and is always needed. */
export function manualClock(wallStart = 1_700_000_000_000): ManualClock {
  const timers = new Set<Timer>();
  let now = 0;
  const earliest = (): Timer | undefined => {
    let first: Timer | undefined;
    for (const timer of timers) if (first === undefined || timer.at < first.at) first = timer;
    return first;
  };
  return {
    now: () => now,
    wall: () => wallStart + now,
    after: (ms, wake) => {
      const timer = { at: now + Math.max(0, ms), wake };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
    turn: () => 0,
    jump: (ms) => {
      now += ms;
    },
    advance: async (ms) => {
      const until = now + ms;
      await settle();
      for (let next = earliest(); next !== undefined && next.at <= until; next = earliest()) {
        timers.delete(next);
        now = Math.max(now, next.at);
        next.wake();
        await settle();
      }
      now = Math.max(now, until);
      await settle();
    },
  };
}
