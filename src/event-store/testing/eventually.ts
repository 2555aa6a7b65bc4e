import { setTimeout as delay } from 'node:timers/promises';

/** Waits until a condition holds, looking every few milliseconds; rejects, naming it, when it still doesn't after `deadlineMs`. */
export async function eventually(what: string, holds: () => boolean | Promise<boolean>, deadlineMs = 20_000): Promise<void> {
  const endMs = performance.now() + deadlineMs;
  while (!(await holds())) {
    if (performance.now() > endMs) throw new Error(`after ${deadlineMs} ms this still did not hold: ${what}`);
    await delay(5);
  }
}
