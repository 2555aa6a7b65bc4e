import type { LoadRunRequest } from '../../control/ports/load-runner.ts';
import type { ChildProcessRequest } from '../child-process.ts';

/** How the k6 that the user installed is run. */
export interface K6LoadRunnerOptions {
  /** A path, or a name to be found on the PATH of `processEnv`. */
  readonly binary: string;
  /** The folder that scripts run in. */
  readonly workingFolder: string;
  /** The environment of k6 itself: PATH, HOME. A script sees it too, so it holds no secrets of ours. */
  readonly processEnv: Readonly<Record<string, string>>;
  /** Tells runs apart in whatever k6 is set to write to. */
  readonly runId: () => string;
}

/** All that a run of k6 has in common with another, before its arguments. */
export type K6Command = Omit<ChildProcessRequest, 'args' | 'onStdoutLine' | 'onStderrLine'>;

/** The statistics that a summary file has: a percentile of a threshold that isn't among them has a verdict, but no number. */
const TREND_STATS = 'avg,min,med,max,p(50),p(75),p(90),p(95),p(99),p(99.9),count';

/** k6 gets SIGTERM and then finishes its iterations, its teardown and its summary. */
const GRACE_MS = { signal: 120_000, deadline: 5_000 };

/** The program, its environment and its limits. Secrets go by the environment alone: arguments can be read by everybody on the machine. */
export function k6Command({ binary, workingFolder, processEnv }: K6LoadRunnerOptions, request: LoadRunRequest): K6Command {
  const { env, secrets, signal, deadlineMs, memoryBytes } = request;
  const own = { K6_NO_USAGE_REPORT: 'true', K6_AUTO_EXTENSION_RESOLUTION: 'false' };
  return {
    command: binary,
    env: { ...processEnv, ...own, ...env, ...secrets },
    cwd: workingFolder,
    input: '',
    signal,
    deadlineMs,
    memoryBytes,
    graceMs: GRACE_MS,
  };
}

/** The arguments that make k6 tell what a script declares, without running it. */
export const inspectArguments = (scriptPath: string): readonly string[] => [
  'inspect',
  '--execution-requirements',
  '--include-system-env-vars',
  '--log-format=json',
  scriptPath,
];

/** The arguments of a run: the summary goes into a file, and all samples to stdout, one a line. */
export const runArguments = (scriptPath: string, summaryFile: string, runId: string): readonly string[] => [
  'run',
  '--quiet',
  '--no-color',
  '--include-system-env-vars',
  '--log-format=json',
  `--summary-trend-stats=${TREND_STATS}`,
  `--summary-export=${summaryFile}`,
  '--out=json=-',
  `--tag=gate_run=${runId}`,
  scriptPath,
];
