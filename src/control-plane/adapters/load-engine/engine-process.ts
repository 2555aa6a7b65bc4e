import { fileURLToPath } from 'node:url';
import { engineNodeFlags } from '../../../load-engine/node-flags.ts';
import type { LiveSample } from '../../control/ports/live-series.ts';
import { SourceError } from '../../control/ports/source-error.ts';
import { type ChildProcessEnd, runChildProcess } from '../child-process.ts';
import { maskText } from '../mask-text.ts';
import { type EngineAnswer, type EngineMessage, parseEngineMessage } from './engine-message.ts';

/** One command for a process of the engine, and what the process is held to. */
export interface EngineProcess {
  /** What the process reads from stdin. */
  readonly request: {
    readonly command: string;
    readonly secrets: Readonly<Record<string, string>>;
    readonly secretSources?: Readonly<Record<string, Readonly<Record<string, string>>>>;
    readonly workingFolder: string;
  };
  /** The environment of the process itself, which no script sees. */
  readonly processEnv: Readonly<Record<string, string>>;
  /** Asks it to end: what it measured until then is its answer. */
  readonly signal: AbortSignal;
  /** What it may take to end after the signal; the default graceful stop (30 s), teardown (60 s) and a summary fit into what is the default here. */
  readonly graceMs?: number;
  /** What is masked besides the secrets: credentials of outputs. */
  readonly hiddenTexts?: readonly string[];
  /** Whether outputs may write to our stdout. */
  readonly sharesStdout?: boolean;
  readonly deadlineMs: number;
  readonly memoryBytes: number;
  readonly onProgress?: (progress: Extract<EngineMessage, { readonly type: 'progress' }>['progress']) => void;
  readonly onSeries?: ((samples: readonly LiveSample[], atMs: number) => void) | undefined;
  readonly onLog: (level: 'debug' | 'info' | 'warn' | 'error', message: string, source?: 'console') => void;
}

const SIGNAL_GRACE_MS = 120_000;

/** The engine watches its memory itself and says what it ran out of; it is killed from here when it can't even do that. */
const KILL_FACTOR = 1.25;

/** After the deadline nobody waits for a result any more. */
const DEADLINE_GRACE_MS = 2_000;

/** The file beside this one's room, in whichever form this one is: TypeScript in the repository, JavaScript when built. */
const MAIN = fileURLToPath(new URL(`../../../load-engine/main${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url));

/** Runs one command in a process of the engine and answers its last message; throws SourceError `load-runner-…` where it has none. */
export async function runEngineProcess(options: EngineProcess): Promise<Exclude<EngineAnswer, { readonly type: 'failed' }>> {
  const { request, memoryBytes, deadlineMs } = options;
  const sources = Object.values(request.secretSources ?? {});
  const mask = maskText([...(options.hiddenTexts ?? []), ...[request.secrets, ...sources].flatMap((secrets) => Object.values(secrets))]);
  let last: EngineAnswer | undefined;
  const end = await runChildProcess({
    command: process.execPath,
    args: [...nodeFlags(memoryBytes), MAIN],
    env: options.processEnv,
    cwd: request.workingFolder,
    input: JSON.stringify({ ...request, processMemoryBytes: memoryBytes }),
    sharesStdout: options.sharesStdout === true,
    signal: options.signal,
    deadlineMs,
    memoryBytes: memoryBytes * KILL_FACTOR,
    graceMs: { signal: options.graceMs ?? SIGNAL_GRACE_MS, deadline: DEADLINE_GRACE_MS },
    onStdoutLine: (line) => {
      last = tell(options, parseEngineMessage(line)) ?? last;
    },
    onStderrLine: (line) => options.onLog('warn', mask(line)),
  });
  if ('notStarted' in end)
    throw new SourceError('load-runner-crashed', `the load engine did not start: ${end.message}`, { retryable: true });
  return answerOf(last, { ...end, stderrTail: mask(end.stderrTail) }, deadlineMs);
}

/**
 * The heap of the engine itself may take half; the sandboxes lie outside of it.
 *
 * V8 keeps 35 KiB an instance of QuickJS to find what is worth inlining, in a program whose compiler has inlined already: the speed is the
 * same without. Only a flag at the start will do: set later, it breaks programs that threads share and that were compiled before.
 */
const nodeFlags = (memoryBytes: number): readonly string[] => [
  `--max-old-space-size=${Math.max(64, Math.floor(memoryBytes / 2 / 1024 / 1024))}`,
  ...engineNodeFlags,
];

/** Passes on what is to be told at once, and answers what is to be kept. */
function tell(options: EngineProcess, message: EngineMessage | undefined): EngineAnswer | undefined {
  switch (message?.type) {
    case 'progress':
      options.onProgress?.(message.progress);
      return undefined;
    case 'log':
      options.onLog(message.level, message.message, message.source);
      return undefined;
    case 'series':
      options.onSeries?.(message.samples, message.atMs);
      return undefined;
    case undefined:
    case 'result':
    case 'inspected':
    case 'linted':
    case 'figures':
    case 'refused':
    case 'failed':
      return message;
  }
}

function answerOf(
  last: EngineAnswer | undefined,
  end: ChildProcessEnd,
  deadlineMs: number,
): Exclude<EngineAnswer, { readonly type: 'failed' }> {
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
  if (last === undefined || last.type === 'failed') throw crash(last, end);
  return last;
}

function crash(last: EngineAnswer | undefined, end: ChildProcessEnd): SourceError {
  if (/heap out of memory/.test(end.stderrTail)) return outOfMemory();
  const told = last?.type === 'failed' ? last.message : end.stderrTail;
  const how = end.exitSignal ?? `exit code ${end.exitCode}`;
  return new SourceError('load-runner-crashed', `the load engine ended without a result (${how}): ${told}`, { retryable: true });
}

const outOfMemory = (): SourceError =>
  new SourceError('load-runner-memory', 'the load engine ran out of memory: fewer VUs, or a higher limit', { retryable: false });
