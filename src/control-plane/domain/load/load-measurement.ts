/** One threshold that a load script declares, and how it came out. */
export interface MeasuredThreshold {
  /** The metric with its tags as the script names it: `http_req_duration{scenario:gate}`. */
  readonly metric: string;
  /** As the script writes it: `p(95)<200`. */
  readonly expression: string;
  readonly passed: boolean;
  /** What was compared with the limit; undefined where the metric never had a sample. */
  readonly observed: number | undefined;
  readonly limit: number;
  readonly samples: number;
}

/** What is asked of a metric's summary: its kind, what its values are, and the values. */
export interface MeasuredMetric {
  readonly type: 'counter' | 'gauge' | 'rate' | 'trend';
  readonly contains: 'default' | 'time' | 'data';
  readonly values: Readonly<Record<string, number>>;
}

/** What the load gate goes by: the part of a load test's result that a verdict needs. */
export interface LoadMeasurement {
  /** completed: the schedule ran out. aborted: a threshold or the script ended it early. interrupted: a signal did. */
  readonly outcome: 'completed' | 'aborted' | 'interrupted';
  readonly abortReason: string | undefined;
  readonly durationMs: number;
  readonly requests: number;
  /** Apart from each other: an iteration that threw is not among the completed. */
  readonly iterations: { readonly completed: number; readonly interrupted: number; readonly threw: number; readonly dropped: number };
  readonly exceptions: readonly { readonly message: string; readonly location: string | undefined; readonly count: number }[];
  /** How late iterations began against the schedule, in milliseconds; zeros where the runner doesn't tell. */
  readonly startLag: { readonly p50: number; readonly p99: number; readonly max: number };
  readonly thresholds: readonly MeasuredThreshold[];
  /** How the generator itself did; absent where the runner doesn't tell. `tooSlow` says why its figures can't be trusted, a sentence each. */
  readonly generator?: { readonly tooSlow: readonly string[] } | undefined;
  /** By name, without tags. */
  readonly metrics: Readonly<Record<string, MeasuredMetric>>;
}

/** How far a measurement may fall short of the load that the script planned and still count. */
export interface LoadPolicy {
  /** 0..1 of the iterations that were due. */
  readonly maximumDroppedShare: number;
  /** Iterations that may end in an exception. */
  readonly maximumThrownIterations: number;
  /** Milliseconds; undefined: the lag is shown and not judged. */
  readonly startLagP99LimitMs?: number;
}
