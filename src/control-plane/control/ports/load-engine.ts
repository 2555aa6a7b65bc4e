import type { LoadMeasurement, LoadRunProgress } from './load-runner.ts';

/** Options from outside of a script, as people wrote them: texts, and lists where a flag may come several times. */
export interface LoadOptionLayers {
  /** From the command line, by the names that scripts use. They win over all others. */
  readonly flags: Readonly<Record<string, string | readonly string[]>>;
  /** K6_* variables with their whole names; the script's own options come after them. */
  readonly environment: Readonly<Record<string, string>>;
  /** A configuration file, parsed; the script wins over it. */
  readonly file: Readonly<Record<string, unknown>>;
}

/** A script, and what it may see. */
export interface LoadScriptRequest {
  /** An absolute path. */
  readonly scriptPath: string;
  /** The script itself, where it stands in no file. */
  readonly scriptText: string | undefined;
  /** What its handleSummary may write into, and outputs are relative to. */
  readonly workingFolder: string;
  readonly env: Readonly<Record<string, string>>;
  /** More of `__ENV`, masked in whatever is written. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly layers: LoadOptionLayers;
  /** `host` or `host:port`, `*.` wildcards: where the script may send; undefined allows all. */
  readonly allowedHosts: readonly string[] | undefined;
  /** Ends gracefully; what was measured until then is the answer. */
  /** Where k6/secrets takes secrets from, as k6's --secret-source says: `file=PATH`, `env=NAME`. */
  readonly secretSources: readonly string[];
  /** What k6/secrets gives besides, by name. */
  readonly givenSecrets: Readonly<Record<string, string>>;
  /** A variable of the environment that a secret source names. */
  readonly variable: (name: string) => string | undefined;
  readonly signal: AbortSignal;
  readonly onLog: (level: 'debug' | 'info' | 'warn' | 'error', message: string, source?: 'console') => void;
}

/** A part of a script's life cycle that a run can do without. */
export type LoadSkip = 'setup' | 'teardown' | 'handleSummary' | 'thresholds';

/** A script that is to be run. */
export interface LoadScriptRun extends LoadScriptRequest {
  /** What the run writes, as k6's --out says: `json=samples.ndjson`. */
  readonly outputs: readonly string[];
  /** K6_* variables that outputs read. */
  readonly outputVariables: Readonly<Record<string, string>>;
  /** What of the script's life cycle is left out. */
  readonly skip: readonly LoadSkip[];
  readonly threads: number | undefined;
  readonly withoutSamples: 'fails' | 'passes';
  readonly traced: boolean;
  /** Called about twice a second. */
  readonly onProgress: (progress: LoadRunProgress) => void;
}

/** The script or its options can't be run as they are, and nothing was sent. */
export interface LoadRefusal {
  readonly kind: 'refused';
  readonly blame: 'options' | 'script';
  readonly message: string;
}

/** What a script would run. */
export interface LoadInspection {
  readonly options: Readonly<Record<string, unknown>>;
  readonly totalDurationMs: number;
  readonly maxVus: number;
  readonly warnings: readonly string[];
}

/** The records of all parts of one test, which are to be merged. */
export interface LoadMerge {
  /** Paths, from the working folder. */
  readonly records: readonly string[];
  /** What is written of the whole, as `--out` has it: `html=report.html`. */
  readonly outputs: readonly string[];
  readonly workingFolder: string;
  readonly signal: AbortSignal;
  readonly onLog: (level: 'debug' | 'info' | 'warn' | 'error', message: string) => void;
}

/** An estimate, and where it would lie in 95 of 100 runs that differ by which requests they happened to make. */
export interface RecordedFigure {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** What a record tells of a run: latencies in milliseconds, the error ratio in 0..1; undefined where the run has no such samples. */
export interface RecordedRun {
  /** The same for runs of the same script under the same options. */
  readonly test: string;
  readonly script: string;
  readonly startedAtMs: number;
  readonly outcome: LoadMeasurement['outcome'];
  readonly threw: number;
  readonly tooSlow: readonly string[];
  readonly requests: number;
  readonly p50: RecordedFigure | undefined;
  readonly p95: RecordedFigure | undefined;
  readonly p99: RecordedFigure | undefined;
  readonly errorRatio: RecordedFigure | undefined;
}

/** Records whose figures are asked for. */
export type LoadRecords = Omit<LoadMerge, 'outputs'>;

/** Something about a script that makes its answer worth less than it looks. */
export interface LoadFinding {
  /** Which rule found it, in kebab-case. */
  readonly rule: string;
  /** warning: a gate may come out wrong by it. advice: it reads badly, or costs more than it needs. */
  readonly severity: 'warning' | 'advice';
  /** The path in the options, or file:line:column. */
  readonly place: string;
  readonly problem: string;
  readonly remedy: string;
}

/**
 * The load engine as people use it by hand: one method a command of it.
 *
 * Each throws SourceError when the engine crashed (`load-runner-crashed`), used too much memory (`load-runner-memory`), or took longer
 * than its deadline (`load-runner-deadline`).
 */
export interface LoadEngine {
  run(request: LoadScriptRun): Promise<LoadRefusal | { readonly kind: 'measured'; readonly result: LoadMeasurement }>;
  inspect(request: LoadScriptRequest): Promise<LoadRefusal | { readonly kind: 'inspected'; readonly inspection: LoadInspection }>;
  lint(request: LoadScriptRequest): Promise<LoadRefusal | { readonly kind: 'linted'; readonly findings: readonly LoadFinding[] }>;
  /** The figures of records, a list for each path: a folder is all records in it, by name. */
  figures(request: LoadRecords): Promise<LoadRefusal | { readonly kind: 'figures'; readonly runs: readonly (readonly RecordedRun[])[] }>;
  /** The result that one process would have had; refused where the records are not all parts of one run, each once. */
  merge(request: LoadMerge): Promise<LoadRefusal | { readonly kind: 'measured'; readonly result: LoadMeasurement }>;
}
