/** The longest delay that a timer of Node takes, 24 days; a longer one it takes for 1 ms. No test lasts as long, so that whatever waits longer may wait for this. */
export const LONGEST_TIMER_MS: number = 2 ** 31 - 1;

/** Time and timers, handed in so that schedules are tested without waiting. */
export interface Clock {
  /** Milliseconds since an arbitrary moment, fractional, never going back. */
  now(): number;
  /** Milliseconds since 1970. */
  wall(): number;
  /** Calls `wake` once, `ms` from now or a little later; the answer cancels it, and may be called at any time. */
  after(ms: number, wake: () => void): () => void;
  /** Resolves when timers and sockets have had their turn, so that a loop of instant iterations starves nobody. */
  breathe(): Promise<void>;
  /** How often timers and sockets have had their turn; where it has changed, there is no need to breathe. */
  turn(): number;
}

/** The computer's own clock: `performance.now`, `Date.now`, `setTimeout`, `setImmediate` and the count of libuv's event loop. */
export const systemClock: Clock = {
  now: () => performance.now(),
  wall: () => Date.now(),
  after: (ms, wake) => {
    const timer = setTimeout(wake, Math.min(ms, LONGEST_TIMER_MS));
    return () => clearTimeout(timer);
  },
  breathe: () => new Promise((resolve) => setImmediate(resolve)),
  turn: () => performance.nodeTiming.uvMetricsInfo.loopCount,
};
