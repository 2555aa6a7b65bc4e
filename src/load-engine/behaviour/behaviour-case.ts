import type { TargetCounts } from '../testing/target-counts.ts';

/** An exact count, or the least and the greatest that are right. */
export type CountExpectation = number | readonly [least: number, most: number];

/** What a run must come to, as far as every runner of k6 scripts can tell; what is absent is not looked at. */
export interface Expectation {
  /**
   * How many samples by metric, `name` or `name{tag:value}`: a counter's sum, a trend's samples, a rate's samples that were true, a gauge's
   * last value. Metrics joined by ` + ` are added. A metric that never had a sample counts 0.
   */
  readonly counts?: Readonly<Record<string, CountExpectation>>;
  /** Iterations that were cut off. */
  readonly interrupted?: CountExpectation;
  /** By `metric expression`: whether it was kept. */
  readonly thresholds?: Readonly<Record<string, boolean>>;
  readonly exitCode?: number;
  /** Found in what the run printed: the script's console, the log, and the summary. */
  readonly output?: readonly RegExp[];
  /** Not found in it. */
  readonly silent?: readonly RegExp[];
  /** What the target saw; of maps only what is named. */
  readonly seen?: {
    readonly requests?: CountExpectation;
    readonly connections?: CountExpectation;
    readonly bodyBytes?: CountExpectation;
  } & Partial<Pick<TargetCounts, 'byRoute' | 'byMethod' | 'byProtocol' | 'byStatus'>>;
}

/** One fact about what a k6 script means. */
export interface BehaviourCase {
  /** A sentence that goes on from "a script": `starts as many iterations …`. */
  readonly name: string;
  /**
   * The script after its imports: `http`, `check`, `fail`, `group`, `sleep`, `exec`, `Counter`, `Gauge`, `Rate`, `Trend` and `SharedArray` are there,
   * `base` and `secure` are the target's addresses.
   */
  readonly script: string;
  /** The script's options; absent where the script exports its own, or none. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** More files beside the script, by their names. */
  readonly files?: Readonly<Record<string, string>>;
  /** `__ENV`, beside ORIGIN and SECURE. */
  readonly env?: Readonly<Record<string, string>>;
  /** Flags of the command line, as options. */
  readonly flags?: Readonly<Record<string, string>>;
  /** K6_* variables. */
  readonly variables?: Readonly<Record<string, string>>;
  readonly expected: Expectation;
  /** Where k6 answers otherwise, on purpose of ours: its own answer, and why ours differs. */
  readonly onK6?: Expectation & { readonly because: string };
}
