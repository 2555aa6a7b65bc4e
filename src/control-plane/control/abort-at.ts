import type { Clock } from './ports/clock.ts';

/** Timers hold no longer time: the longest that a clock can sleep, about 24 days. */
const longestSleepMs = 2 ** 31 - 1;

/** A signal that aborts at a time of the clock, and how to call that off, which must be done when it is no longer needed. */
export function abortAt(clock: Clock, atMs: number): { readonly signal: AbortSignal; stop(): void } {
  const controller = new AbortController();
  const stopped = new AbortController();
  const wait = async (): Promise<void> => {
    while (!stopped.signal.aborted && clock.now() < atMs) await clock.sleep(Math.min(atMs - clock.now(), longestSleepMs), stopped.signal);
    if (!stopped.signal.aborted) controller.abort(new Error('The time is up.'));
  };
  void wait();
  return { signal: controller.signal, stop: () => stopped.abort() };
}
