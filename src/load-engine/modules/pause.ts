import type { Waits } from './waits.ts';

/** The longest delay that a timer of Node takes: 24 days. */
const longestTimerMs = 2 ** 31 - 1;

/** Waits a number of milliseconds, or until everything that a virtual user waits for is given up. */
export function pause(waits: Waits, ms: number): Promise<undefined> {
  return new Promise((resolve) => {
    const finish = (): void => {
      clearTimeout(timer);
      forget();
      resolve(undefined);
    };
    const timer = setTimeout(finish, Math.min(ms, longestTimerMs));
    const forget = waits.add(finish);
  });
}
