/** A number that a script's threshold is about, and how it came out. */
export interface ThresholdResult {
  /** The metric with its tags as the script names it: `http_req_duration{scenario:gate}`. */
  readonly metric: string;
  readonly expression: string;
  readonly passed: boolean;
  /** What was compared with the limit, percentiles as the sketch estimates them; undefined where the metric never had a sample, and then `passed` is false, unless k6's answer was asked for. */
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

/** How the generator itself did: whether the figures of a run are the target's, or its own. */
export interface GeneratorHealth {
  /** How late the event loop was, in milliseconds, of the worst thread. */
  readonly loopDelay: { readonly p50: number; readonly p99: number; readonly max: number };
  /** 0..1 of one core, of the busiest thread, over the whole run. */
  readonly cpuShare: number;
  /** The most bytes that the process had resident. */
  readonly memoryBytes: number;
  /** Why the figures can't be trusted, a sentence with numbers each; empty where they can. */
  readonly tooSlow: readonly string[];
}

/** What happened in one stretch of a run, for charts. */
export interface TimelineSlice {
  /** Milliseconds since the scenarios started, and how many the stretch is long. */
  readonly atMs: number;
  readonly lengthMs: number;
  readonly requests: number;
  readonly failedRequests: number;
  readonly iterations: number;
  readonly dropped: number;
  readonly activeVus: number;
  /** Of http_req_duration, in milliseconds; undefined where no request ended in it. */
  readonly p50: number | undefined;
  readonly p95: number | undefined;
  readonly p99: number | undefined;
  /** How late the 99th of 100 starts was against the schedule, in milliseconds; absent where nothing had one. */
  readonly startLagP99?: number;
}

/** A sample that a trace can be looked up for: the slowest and the failed requests of a traced run. */
export interface Exemplar {
  readonly metric: string;
  readonly value: number;
  /** 32 hexadecimal digits, as in the W3C header traceparent. */
  readonly traceId: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Milliseconds since 1970. */
  readonly atMs: number;
}

/** One metric at the end of a test, in the shape that handleSummary(data) hands to a script. */
export interface SummaryMetric {
  readonly type: 'counter' | 'gauge' | 'rate' | 'trend';
  readonly contains: 'default' | 'time' | 'data';
  /** trend: avg min med max p(90) p(95) …; counter: count rate; rate: rate passes fails; gauge: value min max. */
  readonly values: Readonly<Record<string, number>>;
  readonly thresholds?: Readonly<Record<string, { readonly ok: boolean }>>;
}

/** What can end a run before its schedule does, or call it failed: the first cause is the one that is told. `script-fail` and `teardown-…` let it run on. */
export type RunEnding =
  | 'threshold'
  | 'script-abort'
  | 'script-fail'
  /** The script was about to send to a host that load must not be sent to. */
  | 'refused-host'
  | 'setup-threw'
  | 'setup-timeout'
  | 'teardown-threw'
  | 'teardown-timeout'
  | 'signal';

/** Everything that one run of a load script measured. */
export interface LoadResult {
  readonly runner: 'embedded' | 'k6';
  /** completed: the schedule ran out. aborted: a threshold or the script ended it early, or the script called it failed. interrupted: a signal did. */
  readonly outcome: 'completed' | 'aborted' | 'interrupted';
  readonly abortReason: string | undefined;
  /** What ended the run before its schedule did, or called it failed; undefined where nothing did. */
  readonly endedBy?: RunEnding | undefined;
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
  /** undefined where the runner can't tell. */
  readonly generator: GeneratorHealth | undefined;
  /** In order of time, at most 600, however long the run. */
  readonly timeline: readonly TimelineSlice[];
  /** Empty where the run was not traced. */
  readonly exemplars: readonly Exemplar[];
  /** The end-of-test summary as people read it: the script's own where it has one. */
  readonly summaryText: string;
  /** Present where the script wrote the summary. */
  readonly summaryBy?: 'script';
  /** What the outputs lost, in sentences; absent where they lost nothing. */
  readonly outputProblems?: readonly string[];
}

/** One scenario of a run under way. */
export interface ScenarioProgress {
  readonly name: string;
  readonly executor: string;
  readonly state: 'waiting' | 'running' | 'done';
  /** 0..1 of its time, or of its iterations where their count ends it. */
  readonly fraction: number;
  readonly elapsedMs: number;
  /** How long it may run. */
  readonly durationMs: number;
  readonly activeVus: number;
  readonly maxVus: number;
  readonly iterations: number;
  /** Where the count of iterations ends it. */
  readonly plannedIterations: number | undefined;
  /** Starts a second that an open-model executor is at; undefined for the others. */
  readonly startsPerSecond: number | undefined;
  readonly dropped: number;
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
  readonly interrupted: number;
  /** In the order of the script. */
  readonly scenarios: readonly ScenarioProgress[];
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

/** Options that can't be run as they are, wherever they come from. Nothing was sent. */
export class OptionsRefused extends ScriptRefused {
  constructor(message: string) {
    super(message);
    this.name = 'OptionsRefused';
  }
}
