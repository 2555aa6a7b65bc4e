/** A number that a script's threshold is about, and how it came out. */
export interface ThresholdResult {
  /** The metric with its tags as the script names it: `http_req_duration{scenario:gate}`. */
  readonly metric: string;
  readonly expression: string;
  readonly passed: boolean;
  /** What was compared with the limit, percentiles as the sketch estimates them; undefined where the metric never had a sample, and then `passed` is false. */
  readonly observed: number | undefined;
  readonly limit: number;
  readonly samples: number;
  readonly abortOnFail: boolean;
}

/** An exception that ended iterations, by message, with the place in the original TypeScript. */
export interface ScriptException {
  readonly message: string;
  readonly location: string | undefined;
  readonly count: number;
}

/** How late the generator was against its own schedule, in milliseconds; zeros where no executor has a schedule. */
export interface StartLag {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** One metric at the end of a test, in the shape that handleSummary(data) hands to a script. */
export interface SummaryMetric {
  readonly type: 'counter' | 'gauge' | 'rate' | 'trend';
  readonly contains: 'default' | 'time' | 'data';
  /** trend: avg min med max p(90) p(95) …; counter: count rate; rate: rate passes fails; gauge: value min max. */
  readonly values: Readonly<Record<string, number>>;
  readonly thresholds?: Readonly<Record<string, { readonly ok: boolean }>>;
}

/** Everything that one run of a load script measured. */
export interface LoadResult {
  readonly runner: 'embedded' | 'k6';
  /** completed: the schedule ran out. aborted: a threshold or the script ended it early, or the script called it failed. interrupted: a signal did. */
  readonly outcome: 'completed' | 'aborted' | 'interrupted';
  readonly abortReason: string | undefined;
  readonly durationMs: number;
  readonly requests: number;
  /** Apart from each other: one that threw, or broke its sandbox, is not among the completed. The metric `iterations` counts completed and threw. */
  readonly iterations: {
    readonly completed: number;
    readonly interrupted: number;
    readonly threw: number;
    /** Planned starts that were not made: no user was free, the generator was more than 100 ms late, or the time was over. */
    readonly dropped: number;
  };
  readonly exceptions: readonly ScriptException[];
  readonly checks: { readonly passes: number; readonly fails: number };
  readonly startLag: StartLag;
  readonly thresholds: readonly ThresholdResult[];
  readonly metrics: Readonly<Record<string, SummaryMetric>>;
  /** The end-of-test summary as people read it. */
  readonly summaryText: string;
}

/** A look at a run under way. */
export interface LoadProgress {
  readonly elapsedMs: number;
  /** 0..1, or undefined where the end is not known. */
  readonly fraction: number | undefined;
  readonly iterations: number;
  readonly dropped: number;
  readonly activeVus: number;
  readonly requests: number;
  readonly failedRequests: number;
  /** Median and 95th percentile of http_req_duration so far, in milliseconds; undefined before the first request. */
  readonly p50: number | undefined;
  readonly p95: number | undefined;
}

/** A script that can't be run as it is: what is wrong, where, and what to do instead. Nothing was sent. */
export class ScriptRefused extends Error {
  readonly location: string | undefined;
  constructor(message: string, location?: string) {
    super(location === undefined ? message : `${location}: ${message}`);
    this.name = 'ScriptRefused';
    this.location = location;
  }
}
