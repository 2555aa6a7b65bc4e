import type { LoadOutcome, LoadRunner, LoadRunRequest } from '../../control/ports/load-runner.ts';
import { runEngineProcess } from './engine-process.ts';
import { scriptLimits } from './script-limits.ts';
import { wrongAnswer } from './wrong-answer.ts';

/** How the embedded engine is run. */
export interface EmbeddedLoadRunnerOptions {
  /** The folder that the script runs in, and inside of which its handleSummary may write. */
  readonly workingFolder: string;
  /** The environment of the process itself, which no script sees: `NODE_EXTRA_CA_CERTS` and its like. */
  readonly processEnv: Readonly<Record<string, string>>;
  /** Hosts that scripts may send to; undefined allows all. */
  readonly allowedHosts: readonly string[] | undefined;
  /** One where it is absent. */
  readonly threads?: number | undefined;
  /** What k6/secrets gives, by name. */
  readonly secrets?: Readonly<Record<string, string>>;
}

/** What one process can schedule and still be on time. */
const MAX_VUS = 2000;

/** Between two looks at the series of a run: as often as thresholds are judged. */
const LIVE_MS = 2000;

/** Makes the runner that runs scripts in the engine of this project, each in a process of its own, so that no script can harm ours. */
export function createEmbeddedLoadRunner(options: EmbeddedLoadRunnerOptions): LoadRunner {
  return { run: (request) => runEmbedded(options, request) };
}

async function runEmbedded(options: EmbeddedLoadRunnerOptions, request: LoadRunRequest): Promise<LoadOutcome> {
  const { workingFolder, processEnv, allowedHosts, threads, secrets: given = {} } = options;
  const { scriptPath, env, secrets, signal, deadlineMs, memoryBytes, onProgress, onLog, onSeries } = request;
  const asked = {
    command: 'run',
    scriptPath,
    env,
    secrets,
    limits: scriptLimits(allowedHosts, MAX_VUS),
    workingFolder,
    threads,
    secretSources: Object.keys(given).length === 0 ? {} : { default: given },
    outputs: onSeries === undefined ? [] : [{ kind: 'live', intervalMs: LIVE_MS }],
  };
  const answer = await runEngineProcess({ request: asked, processEnv, signal, deadlineMs, memoryBytes, onProgress, onLog, onSeries });
  switch (answer.type) {
    case 'result':
      return { kind: 'measured', result: answer.result };
    case 'refused':
      return { kind: 'refused', message: answer.message, location: answer.location };
    case 'inspected':
    case 'linted':
    case 'figures':
      throw wrongAnswer(answer.type);
  }
}
