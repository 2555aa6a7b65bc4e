import type { Clock } from './clock.ts';

/** Calls back every `ms` until the answer is called; moments that passed while the process was busy are not made up for. */
export function every(clock: Clock, ms: number, callback: () => void): () => void {
  const startedAt = clock.now();
  let cancel = clock.after(ms, wake);
  function wake(): void {
    callback();
    const elapsed = clock.now() - startedAt;
    const turn = Math.round(elapsed / ms) + 1; // rounded, for timers wake a hair early too
    cancel = clock.after(turn * ms - elapsed, wake);
  }
  return () => cancel();
}
