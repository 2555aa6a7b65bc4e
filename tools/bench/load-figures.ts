/** What one run of a load generator came to; times in milliseconds. */
export interface LoadFigures {
  /** Requests over the seconds of the schedule, so that a late end counts against the generator. */
  readonly ratePerSecond: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  /** Starts that the schedule planned and that were not made. */
  readonly dropped: number;
  /** Requests that got no answer, or one that is no 2xx or 3xx. */
  readonly failed: number;
  readonly startLag: { readonly p50: number; readonly p99: number; readonly max: number };
  /** From the start of the process to its result, less the schedule, in seconds. */
  readonly aroundSeconds: number;
}

/** A run that is asked of a load generator: `rate` starts a second for so many seconds, each one GET. */
export interface LoadTask {
  readonly url: string;
  readonly rate: number;
  readonly seconds: number;
}
