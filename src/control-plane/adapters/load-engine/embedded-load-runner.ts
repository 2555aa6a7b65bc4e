import { fileURLToPath } from 'node:url';
import type { LoadOutcome, LoadRunner, LoadRunRequest } from '../../control/ports/load-runner.ts';
import { SourceError } from '../../control/ports/source-error.ts';
import { type ChildProcessEnd, runChildProcess } from '../child-process.ts';
import { maskText } from '../mask-text.ts';
import { type EngineMessage, parseEngineMessage } from './engine-message.ts';

/** How the embedded engine is run. */
export interface EmbeddedLoadRunnerOptions {
  /** The folder that the script runs in, and inside of which its handleSummary may write. */
  readonly workingFolder: string;
  /** The environment of the process itself, which no script sees: `NODE_EXTRA_CA_CERTS` and its like. */
  readonly processEnv: Readonly<Record<string, string>>;
  /** Hosts that scripts may send to; undefined allows all. */
  readonly allowedHosts: readonly string[] | undefined;
}

/** A user's sandbox may use this much JavaScript heap: what an API script needs, some twenty times over. */
const VU_MEMORY_BYTES = 64 * 1024 * 1024;

/** An init stage that parses a large data file takes a second; ten mean that it hangs. */
const INIT_MS = 10_000;

/** What one process can schedule and still be on time. */
const MAX_VUS = 2000;

/** The default graceful stop (30 s), teardown (60 s) and a summary must fit after a signal. */
const SIGNAL_GRACE_MS = 120_000;

/** The engine watches its memory itself and says what it ran out of; it is killed from here when it can't even do that. */
const KILL_FACTOR = 1.25;

/** After the deadline nobody waits for a result any more. */
const DEADLINE_GRACE_MS = 2_000;

/** The file beside this one's room, in whichever form this one is: TypeScript in the repository, JavaScript when built. */
const MAIN = fileURLToPath(new URL(`../../../load-engine/main${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url));

/** Makes the runner that runs scripts in the engine of this project, each in a process of its own, so that no script can harm ours. */
export function createEmbeddedLoadRunner(options: EmbeddedLoadRunnerOptions): LoadRunner {
  return { run: (request) => runEmbedded(options, request) };
}

async function runEmbedded(options: EmbeddedLoadRunnerOptions, request: LoadRunRequest): Promise<LoadOutcome> {
  const mask = maskText(Object.values(request.secrets));
  let last: EngineMessage | undefined;
  const end = await runChildProcess({
    command: process.execPath,
    args: [...nodeFlags(request.memoryBytes), MAIN],
    env: options.processEnv,
    cwd: options.workingFolder,
    input: JSON.stringify(processRequest(options, request)),
    signal: request.signal,
    deadlineMs: request.deadlineMs,
    memoryBytes: request.memoryBytes * KILL_FACTOR,
    graceMs: { signal: SIGNAL_GRACE_MS, deadline: DEADLINE_GRACE_MS },
    onStdoutLine: (line) => {
      last = tell(request, parseEngineMessage(line)) ?? last;
    },
    onStderrLine: (line) => request.onLog('warn', mask(line)),
  });
  if ('notStarted' in end)
    throw new SourceError('load-runner-crashed', `the load engine did not start: ${end.message}`, { retryable: true });
  return outcomeOf(last, { ...end, stderrTail: mask(end.stderrTail) }, request.deadlineMs);
}

/** The heap of the engine itself may take half; the sandboxes lie outside of it. */
const nodeFlags = (memoryBytes: number): readonly string[] => [
  `--max-old-space-size=${Math.max(64, Math.floor(memoryBytes / 2 / 1024 / 1024))}`,
  '--disable-warning=ExperimentalWarning',
];

function processRequest({ workingFolder, allowedHosts }: EmbeddedLoadRunnerOptions, request: LoadRunRequest): unknown {
  const { scriptPath, env, secrets, memoryBytes } = request;
  const limits = { memoryBytes: VU_MEMORY_BYTES, initMs: INIT_MS, allowedHosts, maxVus: MAX_VUS };
  return { scriptPath, env, secrets, limits, processMemoryBytes: memoryBytes, workingFolder };
}

/** Passes on what is to be told at once, and answers what is to be kept. */
function tell(request: LoadRunRequest, message: EngineMessage | undefined): EngineMessage | undefined {
  if (message?.type === 'progress') request.onProgress(message.progress);
  else if (message?.type === 'log') request.onLog(message.level, message.message);
  else return message;
  return undefined;
}

function outcomeOf(last: EngineMessage | undefined, end: ChildProcessEnd, deadlineMs: number): LoadOutcome {
  if (last?.type === 'failed' && last.code === 'memory') throw new SourceError('load-runner-memory', last.message, { retryable: false });
  if (end.killedFor === 'memory') throw outOfMemory();
  if (end.pastDeadline) {
    throw new SourceError('load-runner-deadline', `the load run was not done after ${deadlineMs / 1000} s, and was ended`, {
      retryable: true,
    });
  }
  if (end.killedFor === 'signal') {
    throw new SourceError('load-runner-hung', 'the load run did not end after it was told to, and was killed', { retryable: true });
  }
  if (last?.type === 'result') return { kind: 'measured', result: last.result };
  if (last?.type === 'refused') return { kind: 'refused', message: last.message, location: last.location };
  throw crash(last, end);
}

function crash(last: EngineMessage | undefined, end: ChildProcessEnd): SourceError {
  if (/heap out of memory/.test(end.stderrTail)) return outOfMemory();
  const told = last?.type === 'failed' ? last.message : end.stderrTail;
  const how = end.exitSignal ?? `exit code ${end.exitCode}`;
  return new SourceError('load-runner-crashed', `the load engine ended without a result (${how}): ${told}`, { retryable: true });
}

const outOfMemory = (): SourceError =>
  new SourceError('load-runner-memory', 'the load engine ran out of memory: fewer VUs, or a higher limit', { retryable: false });
