import type { MeasuredMetric, MeasuredThreshold, LoadMeasurement as Measurement } from '../../domain/load/load-measurement.ts';
import type { LiveSample } from './live-series.ts';

/** A number that a script's threshold is about, and how it came out; without a sample `passed` is false. */
export interface LoadThreshold extends MeasuredThreshold {
  readonly abortOnFail: boolean;
}

/** An exception that ended iterations, by message, with its place in the script. */
export type LoadException = Measurement['exceptions'][number];

/**
 * One metric at the end of a run; `time` is in milliseconds, `data` in bytes.
 *
 * trend: avg min med max p(90) p(95) p(99) count; counter: count rate; rate: rate passes fails; gauge: value min max.
 */
export interface LoadMetric extends MeasuredMetric {
  readonly thresholds?: Readonly<Record<string, { readonly ok: boolean }>>;
}

/** What can end a run before its schedule does, or call it failed: the first cause is the one that is told. */
export type LoadEnding =
  | 'threshold'
  | 'script-abort'
  | 'script-fail'
  | 'refused-host'
  | 'setup-threw'
  | 'setup-timeout'
  | 'teardown-threw'
  | 'teardown-timeout'
  | 'signal';

/** Everything that one run of a load script measured. Iterations are apart from each other: one that threw is not among the completed. */
export interface LoadMeasurement extends Measurement {
  readonly runner: 'embedded' | 'k6';
  /** What ended the run before its schedule did, or called it failed; undefined where nothing did, or where the runner doesn't tell. */
  readonly endedBy?: LoadEnding | undefined;
  readonly checks: { readonly passes: number; readonly fails: number };
  readonly thresholds: readonly LoadThreshold[];
  readonly metrics: Readonly<Record<string, LoadMetric>>;
  /** The end-of-test summary as people read it. */
  readonly summaryText: string;
  /** Present where the script wrote the summary itself. */
  readonly summaryBy?: 'script';
}

/** One scenario of a run under way. */
export interface LoadScenarioProgress {
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
  readonly plannedIterations: number | undefined;
  /** What an open-model executor is at; undefined for the others. */
  readonly startsPerSecond: number | undefined;
  readonly dropped: number;
}

/** A look at a run under way. */
export interface LoadRunProgress {
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
  readonly interrupted?: number;
  /** In the order of the script; absent where the runner doesn't tell. */
  readonly scenarios?: readonly LoadScenarioProgress[];
}

/** What to run, with what, and for how long at most. */
export interface LoadRunRequest {
  /** An absolute path. */
  readonly scriptPath: string;
  /** What the script's `__ENV` shows, `BASE_URL` among it. */
  readonly env: Readonly<Record<string, string>>;
  /** More of `__ENV`, which never stands in an argument, a log line or a result: `TOKEN`. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Ends the run gracefully; what was measured until then is the outcome. */
  readonly signal: AbortSignal;
  /** Called about twice a second. */
  readonly onProgress: (progress: LoadRunProgress) => void;
  /** Called for each line that the runner or the script logs. */
  readonly onLog: (level: 'debug' | 'info' | 'warn' | 'error', message: string) => void;
  /** Called every few seconds with the run's series, where the runner can tell them; it gathers none where this is absent. */
  readonly onSeries?: ((samples: readonly LiveSample[], atMs: number) => void) | undefined;
  /** How long the run may take altogether, in milliseconds; a runner that takes longer is killed. */
  readonly deadlineMs: number;
  /** How much memory the runner's process may use, in bytes; a runner that uses more is killed. */
  readonly memoryBytes: number;
}

/** What a run came to. `refused`: the script can't be run as it is written, and nothing was sent. */
export type LoadOutcome =
  | { readonly kind: 'measured'; readonly result: LoadMeasurement }
  | { readonly kind: 'refused'; readonly message: string; readonly location: string | undefined };

/**
 * Runs a k6 script against a service and measures it.
 *
 * Throws SourceError when the runner crashed (`load-runner-crashed`), was still running at its deadline (`load-runner-deadline`), didn't
 * end after it was told to (`load-runner-hung`), or used too much memory (`load-runner-memory`): then nothing is known of the service.
 */
export interface LoadRunner {
  run(request: LoadRunRequest): Promise<LoadOutcome>;
}
