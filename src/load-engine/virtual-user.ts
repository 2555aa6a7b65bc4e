import type { SecretSources } from './secrets/secret-sources.ts';

/** What a script declares with `new Counter('name')` and its like, and what the engine itself measures. */
export interface MetricDeclaration {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'rate' | 'trend';
  readonly contains: 'default' | 'time' | 'data';
}

/** Tags of one sample. Absent tags are absent, never empty. */
export type Tags = Readonly<Record<string, string>>;

/** Where samples go. Called thousands of times a second: cheap, synchronous, never throws. */
export interface SampleSink {
  /** `atMs` is milliseconds since 1970. Built-in metric names need no declaration. `metadata` goes with the sample to outputs and makes no part of a metric: `trace_id`, `vu`, `iter`. */
  add(metric: string, value: number, tags: Tags, atMs: number, metadata?: Tags): void;
  /** Throws an Error that names both types when the name is already declared as another type. */
  declare(metric: MetricDeclaration): void;
  /** The result of a check, by its name and the group it was made in (`::group`), for the summary; also counted in the metric `checks` by the caller. */
  check(name: string, group: string, passed: boolean): void;
}

/** The iteration that is to be run: what k6/execution and the tags of its samples tell the script. */
export interface IterationContext {
  readonly scenario: string;
  readonly executor: string;
  /** The exported function to call: `default`, or the scenario's `exec`. */
  readonly exec: string;
  readonly scenarioTags: Tags;
  readonly scenarioEnv: Readonly<Record<string, string>>;
  /** Unique over the whole scenario, from 0. */
  readonly iterationInScenario: number;
  readonly scenarioStartMs: number;
  /** 0..1 of the scenario's time or iterations. */
  readonly progress: () => number;
}

/** How an iteration ended. `threw` counts the iteration as completed but with an exception; `interrupted` never counts as an iteration. */
export type IterationOutcome =
  | { readonly kind: 'completed' }
  | { readonly kind: 'threw'; readonly message: string; readonly location: string | undefined }
  | { readonly kind: 'interrupted' }
  /** The script called exec.test.abort(reason). */
  | { readonly kind: 'test-aborted'; readonly reason: string }
  /** The sandbox is lost (memory limit, native stack): the VU must be discarded and replaced. */
  | { readonly kind: 'broken'; readonly message: string };

/** One virtual user: its own JavaScript world, cookie jar and connections. It runs one thing at a time. */
export interface VirtualUser {
  /** 1, 2, …: `__VU`. */
  readonly id: number;
  /** Runs one iteration; `signal` interrupts it wherever it is, a busy loop included. Never rejects. */
  iterate(context: IterationContext, setupData: string | undefined, signal: AbortSignal): Promise<IterationOutcome>;
  /** Calls an exported life-cycle function with JSON arguments. `returned` is JSON, or undefined for nothing. */
  call(
    stage: 'setup' | 'teardown' | 'handleSummary',
    argumentJson: string | undefined,
    signal: AbortSignal,
  ): Promise<{ readonly outcome: IterationOutcome; readonly returned: string | undefined }>;
  dispose(): Promise<void>;
}

/** What k6/execution shows of the process that runs a test, all its threads together. */
export interface InstanceCounts {
  readonly iterationsCompleted: number;
  readonly iterationsInterrupted: number;
  readonly vusActive: number;
  readonly vusInitialized: number;
}

/** What the running test tells all of its VUs: k6/execution's instance and test parts, and the global options a VU needs. */
export interface TestFacts {
  readonly startMs: number;
  readonly instance: () => InstanceCounts;
  /** The whole consolidated options, as `exec.test.options`. */
  readonly options: Readonly<Record<string, unknown>>;
  /** From the options: tags for every sample, discardResponseBodies, userAgent, maxRedirects, throw, noConnectionReuse, noCookiesReset, insecureSkipTLSVerify, batch, batchPerHost, hosts … */
  readonly globalTags: Tags;
  /** 0..1 of the requests that the option rps allows to the whole test; all of them where it is absent. */
  readonly rpsShare?: number;
  /** Called for each request that this machine had no port or file descriptor for. */
  readonly localFailure?: () => void;
  /** Called for exec.test.fail(reason): the test goes on, and has failed. Where it is absent, exec.test.fail ends the test instead, so that it can't pass. */
  readonly markFailed?: (reason: string) => void;
  /** Called when a script is about to send to a host that load must not be sent to: nothing was sent there, and the test ends at once. */
  readonly refuse?: (reason: string) => void;
  /** Whether requests carry the W3C header traceparent; not where it is absent. */
  readonly traced?: boolean;
}

/** A script that was read, stripped of types, checked for what this engine refuses, and whose init stage ran once to learn its options. */
export interface LoadScript {
  readonly path: string;
  /** The exported `options`, JSON-copied; `{}` when the script exports none. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Names of exported functions: `default`, `setup`, `teardown`, `handleSummary`, and any exec. */
  readonly exportedFunctions: readonly string[];
  /** The script and every file that it imports, as they were written. */
  readonly sources: readonly { readonly name: string; readonly text: string }[];
  /** Custom metrics of the init stage. */
  readonly declaredMetrics: readonly MetricDeclaration[];
  createVirtualUser(id: number, facts: TestFacts, sink: SampleSink): Promise<VirtualUser>;
  /** Lets the engine run in before a test whose starts have a schedule; nothing of the script runs. Never rejects. */
  warmUp?(): Promise<void>;
  dispose(): Promise<void>;
}

/** Limits that keep a script from harming the process that runs it. */
export interface SandboxLimits {
  /** Bytes of JavaScript heap a VU may use. */
  readonly memoryBytes: number;
  /** How long the init stage may take, in milliseconds. */
  readonly initMs: number;
  /** Requests may go to these hosts only (`host` or `host:port`, `*.` wildcards); undefined allows all. */
  readonly allowedHosts: readonly string[] | undefined;
}

/** Opens a script; throws ScriptRefused with file, line and column before anything is sent. `env` is all that `__ENV` shows. */
export type OpenScript = (request: {
  readonly path: string;
  /** The script itself, where it stands in no file; `path` then says what it is called and which folder it sees. */
  readonly text?: string;
  readonly env: Readonly<Record<string, string>>;
  /** What k6/secrets gives. */
  readonly secretSources?: SecretSources;
  /** Masked in tags, names and messages, as the secrets of the sources are. */
  readonly hiddenTexts?: readonly string[];
  readonly limits: SandboxLimits;
  readonly log: (level: 'debug' | 'info' | 'warn' | 'error', message: string, source?: 'console') => void;
}) => Promise<LoadScript>;
