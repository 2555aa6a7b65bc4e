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
}

/** The computer's own clock: `performance.now`, `Date.now`, `setTimeout` and `setImmediate`. */
export const systemClock: Clock = {
  now: () => performance.now(),
  wall: () => Date.now(),
  after: (ms, wake) => {
    const timer = setTimeout(wake, ms);
    return () => clearTimeout(timer);
  },
  breathe: () => new Promise((resolve) => setImmediate(resolve)),
};
