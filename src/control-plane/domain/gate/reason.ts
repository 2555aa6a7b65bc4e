import type { Verdict } from './verdict.ts';

/**
 * One rule's say in a verdict, with the numbers that it went by.
 *
 * A number is left out where it doesn't exist, never filled with 0: an absent `observed` means that nothing was measured.
 */
export interface Reason {
  /** Which rule spoke, in kebab-case, steady across releases so that people can count it: `candidate-worse`, `floor-of-requests`. */
  readonly rule: string;
  readonly verdict: Verdict;
  /** The whole story in one sentence with its numbers, ready to be shown to a person. */
  readonly sentence: string;
  /** What was measured, in `unit`. */
  readonly observed?: number;
  /** What it was compared with, in `unit`. */
  readonly limit?: number;
  /** `ratio` (0..1), `seconds`, `milliseconds`, `requests` … */
  readonly unit?: string;
  /** How many events were counted to get `observed`. */
  readonly samples?: number;
  /** Length of the stretch of time that was measured. */
  readonly windowSeconds?: number;
  /** How old the newest datum was when the verdict was given. */
  readonly ageSeconds?: number;
  /** The PromQL that brought the numbers. */
  readonly query?: string;
  /** What would change this verdict. */
  readonly remedy?: string;
}
