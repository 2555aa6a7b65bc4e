import type { Interval } from './flip-interval.ts';

/** What one run of a load script measured of its target, as far as two targets are compared by it. */
export interface RunFigures {
  readonly requests: number;
  /** Of http_req_duration, in milliseconds; undefined where no request was made. */
  readonly p50: number | undefined;
  readonly p95: number | undefined;
  readonly p99: number | undefined;
  /** 0..1 of the requests; undefined where the script measures no failures. */
  readonly errorRatio: number | undefined;
  /** Where each figure would lie in 95 of 100 runs that differ by which requests they happened to make, and by nothing else; absent where the runner keeps no samples. */
  readonly sampling?: Readonly<Record<MeasureName, Interval>>;
}

/** What two targets are compared by. */
export type MeasureName = 'p50' | 'p95' | 'p99' | 'error ratio';

/**
 * Two runs of one script, one right after the other, against the base and against the head.
 *
 * Which of them came first must have been decided by an even chance, for each pair anew: the guarantee rests on that, and on nothing about the machine.
 */
export interface ComparedPair {
  readonly base: RunFigures;
  readonly head: RunFigures;
}

/** What counts as worse, and how sure one must be. */
export interface ComparisonPolicy {
  /** 0..1: the greatest chance that a head which is not worse than the margins is called worse, over all measures together. */
  readonly alpha: number;
  /** 0..: a latency quantile may be greater by this share of the base's. */
  readonly latencyMargin: number;
  /** 0..1: the error ratio may be greater by this much. */
  readonly errorMargin: number;
}

/** More pairs than this add nothing that a longer pair would not add, and all 2^n ways to flip them are counted. */
export const MOST_PAIRS = 20;

/** p50, p95, p99 and the error ratio: each may be wrong with its part of alpha. */
const MEASURES = 4;

/** The least alpha at which the most pairs can give a verdict. */
export const LEAST_ALPHA = MEASURES * 2 ** -MOST_PAIRS;

/** How many pairs it takes before a verdict at this alpha can be given by any measure, one flip of 2^pairs being the least chance; an interval has two ends then, too. */
export function fewestPairs(alpha: number): number {
  return Math.ceil(Math.log2(MEASURES / alpha));
}

/** What is compared, and how surely, where nobody says otherwise: enough pairs for an interval with two ends, and one bad pair to spare. */
export const DEFAULT_COMPARISON = { pairs: 8, alpha: 0.05, latencyMargin: 0.05, errorMargin: 0.001 } as const;
