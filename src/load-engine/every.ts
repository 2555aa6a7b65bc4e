import type { Clock } from './clock.ts';

/** Calls back every `ms` until the answer is called; moments that passed while the process was busy are not made up for. */
export function every(clock: Clock, ms: number, callback: () => void): () => void {
  const startedAt = clock.now();
  let cancel = clock.after(ms, wake);
  function wake(): void {
    callback();
    const elapsed = clock.now() - startedAt;
    cancel = clock.after(ms - (elapsed % ms), wake);
  }
  return () => cancel();
}
