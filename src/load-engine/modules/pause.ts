import { LONGEST_TIMER_MS } from '../clock.ts';
import type { Waits } from './waits.ts';

/** Waits a number of milliseconds, or until everything that a virtual user waits for is given up. */
export function pause(waits: Waits, ms: number): Promise<undefined> {
  return new Promise((resolve) => {
    const finish = (): void => {
      clearTimeout(timer);
      forget();
      resolve(undefined);
    };
    const timer = setTimeout(finish, Math.min(ms, LONGEST_TIMER_MS));
    const forget = waits.add(finish);
  });
}
