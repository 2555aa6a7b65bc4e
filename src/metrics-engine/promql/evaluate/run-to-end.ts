import type { Work } from './evaluation.ts';

/** Drives work to its end without a pause, for where nobody waits meanwhile: tests, and rules on few series. */
export function runToEnd<Result>(work: Work<Result>): Result {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}
