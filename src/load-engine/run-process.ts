import type { Clock } from './clock.ts';
import { performCommand } from './commands/engine-commands.ts';
import { every } from './every.ts';
import type { WatchGenerator } from './generator/generator-figures.ts';
import { OptionsRefused, ScriptRefused } from './load-result.ts';
import { type SecretMask, secretMask } from './mask-secrets.ts';
import { messageOf } from './message-of.ts';
import { type OutputSpec, outputSecrets } from './outputs/output-spec.ts';
import { PROCESS_EXIT, type ProcessMessage, type ProcessRequest, parseProcessRequest } from './run-protocol.ts';
import { secretValues } from './secrets/secret-sources.ts';
import type { StartThread } from './threads/thread-protocol.ts';
import type { OpenScript } from './virtual-user.ts';

/** What surrounds a run in a process of its own. */
export interface ProcessSurroundings {
  /** All that stood on stdin. */
  readonly input: string;
  readonly write: (message: ProcessMessage) => void;
  /** The first SIGINT or SIGTERM. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly openScript: OpenScript;
  readonly startThread: StartThread;
  readonly watchGenerator: WatchGenerator;
  /** Bytes that the process has resident. */
  readonly memoryUsed: () => number;
}

/** Memory can grow by hundreds of megabytes a second, and reading its size costs microseconds. */
const MEMORY_CHECK_MS = 100;

/** Does what stdin asks for and writes what comes of it; answers the exit code. Never rejects. */
export async function runProcess(surroundings: ProcessSurroundings): Promise<number> {
  let request: ProcessRequest;
  try {
    request = parseProcessRequest(surroundings.input);
  } catch (error) {
    surroundings.write({ type: 'failed', code: 'crashed', message: messageOf(error) });
    return PROCESS_EXIT.failed;
  }
  const mask = secretMask([
    ...Object.values(request.secrets),
    ...secretValues(request.secretSources),
    ...outputSecrets(outputsOf(request)),
  ]);
  const masked = { ...surroundings, write: (message: ProcessMessage) => surroundings.write(mask(message)) };
  const memory = watchMemory(masked, request.processMemoryBytes);
  try {
    return await Promise.race([memory.exhausted, run(masked, request, mask)]);
  } finally {
    memory.stop();
  }
}

const outputsOf = (request: ProcessRequest): readonly OutputSpec[] => ('outputs' in request ? request.outputs : []);

async function run(tools: ProcessSurroundings, request: ProcessRequest, mask: SecretMask): Promise<number> {
  try {
    tools.write(await performCommand(request, { ...tools, mask }));
    return PROCESS_EXIT.result;
  } catch (error) {
    return answerError(tools.write, error);
  }
}

function answerError(write: ProcessSurroundings['write'], error: unknown): number {
  if (error instanceof ScriptRefused) {
    const blame = error instanceof OptionsRefused ? 'options' : 'script';
    write({ type: 'refused', blame, message: error.message, location: error.location });
    return PROCESS_EXIT.refused;
  }
  write({ type: 'failed', code: 'crashed', message: messageOf(error) });
  return PROCESS_EXIT.failed;
}

const megabytes = (bytes: number): number => Math.round(bytes / 1024 / 1024);

interface MemoryWatch {
  /** Resolves with the exit code when there is no more memory to be had. */
  readonly exhausted: Promise<number>;
  readonly stop: () => void;
}

function watchMemory({ clock, memoryUsed, write }: ProcessSurroundings, limitBytes: number): MemoryWatch {
  const { promise, resolve } = Promise.withResolvers<number>();
  const stop = every(clock, MEMORY_CHECK_MS, () => {
    const used = memoryUsed();
    if (used <= limitBytes) return;
    const message = `the run used ${megabytes(used)} MiB of memory, and may use ${megabytes(limitBytes)} MiB: fewer VUs, or a higher limit`;
    write({ type: 'failed', code: 'memory', message });
    resolve(PROCESS_EXIT.memory);
  });
  return { exhausted: promise, stop };
}
