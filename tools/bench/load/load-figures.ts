/** What one run of a load tool came to; times in milliseconds. A figure that the tool does not tell is undefined. */
export interface LoadFigures {
  /** Requests over the seconds of the schedule or of the run, so that a late end counts against an open-model tool. */
  readonly ratePerSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** Starts that the schedule planned and that were not made; undefined where there is no schedule. */
  readonly dropped: number | undefined;
  /** Requests that got no answer, or one that is no 2xx or 3xx. */
  readonly failed: number;
  readonly startLag: { readonly p50: number; readonly p99: number; readonly max: number } | undefined;
  /** Processor cores that the tool kept busy while it sent; undefined where the system does not tell. */
  readonly cpuCores: number | undefined;
  /** Why the tool itself would not trust its figures; absent where it does, or never says. */
  readonly doubts?: readonly string[] | undefined;
}

/** An open model: `rate` starts a second for so many seconds, each one GET, whatever the target does. */
export interface OpenTask {
  readonly url: string;
  readonly rate: number;
  readonly seconds: number;
}

/** A closed loop: so many users for so many seconds, each sending the next GET when it has the answer to the one before. */
export interface ClosedTask {
  readonly url: string;
  readonly users: number;
  readonly seconds: number;
}
