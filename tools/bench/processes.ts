import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type Child, startChild } from '../../src/e2e/testing/child.ts';

/** A command to run. */
export interface Command {
  /** What to call it in messages and in the name of its log. */
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly env?: Readonly<Record<string, string>>;
}

/** How a command ended. */
export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** When it was spawned, by the clock on the wall. */
  readonly startedAtMs: number;
  /** From the spawn until its output was closed, in milliseconds. */
  readonly wallMs: number;
}

/** The processes of a benchmark, so that none is left behind. */
export interface Processes {
  /** Starts a server that says by a line of JSON when it is ready; `ready` rejects when it ends before, after two minutes, or when the benchmark is interrupted. */
  start(command: Command): Child;
  /** Runs a command to its end, in `cwd` if given. Throws when it can't be started, takes longer than `deadlineMs`, or the benchmark is interrupted. */
  run(command: Command & { readonly deadlineMs: number; readonly cwd?: string; readonly onPid?: (pid: number) => void }): Promise<Ended>;
  /** Ends the servers that still run. */
  stop(): Promise<void>;
}

/** Ten times and more what the slowest of them takes on an idle machine. */
const readyMs = 120_000;

/** Keeps the processes of a benchmark; the servers' messages go into log files of the folder. */
export function createProcesses(folder: string, signal: AbortSignal): Processes {
  const servers: Child[] = [];
  return {
    start({ name, command, env = {} }) {
      const server = startChild({ name, command, env, logFile: join(folder, `${name}.log`) });
      servers.push(server);
      const ready = Promise.race([server.ready, givenUp(name, signal)]);
      // Whoever needs it awaits it; an end without anybody waiting must not bring the benchmark down with an unhandled rejection.
      ready.catch(() => undefined);
      return { ...server, ready };
    },
    run: (command) => runToEnd(command, signal),
    async stop() {
      for (const server of servers.splice(0).toReversed()) await server.stop();
    },
  };
}

/** Rejects when a server had its time to become ready, or when the benchmark is interrupted. */
function givenUp(name: string, signal: AbortSignal): Promise<never> {
  const end = AbortSignal.any([signal, AbortSignal.timeout(readyMs)]);
  const why = (): Error => new Error(`${name} was not ready within ${readyMs / 1000} s, or was not waited for`, { cause: end.reason });
  return new Promise((_, reject) => {
    if (end.aborted) reject(why());
    else end.addEventListener('abort', () => reject(why()), { once: true });
  });
}

async function runToEnd(
  { name, command, env, deadlineMs, cwd, onPid }: Parameters<Processes['run']>[0],
  signal: AbortSignal,
): Promise<Ended> {
  signal.throwIfAborted();
  const [file, ...parameters] = command;
  const startedAtMs = Date.now();
  const start = performance.now();
  const child = spawn(file, parameters, {
    ...(cwd === undefined ? {} : { cwd }),
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    signal: AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]),
  });
  if (child.pid !== undefined) onPid?.(child.pid);
  try {
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
    return { exitCode: child.exitCode, stdout, stderr, startedAtMs, wallMs: performance.now() - start };
  } catch (cause) {
    throw new Error(`${name} did not come to its end within ${deadlineMs / 1000} s, or was not started: ${String(cause)}`, { cause });
  }
}

/** What a command that must have succeeded printed. Throws with the end of its messages when it did not. */
export function succeeded(name: string, ended: Ended): string {
  if (ended.exitCode === 0) return ended.stdout;
  throw new Error(`${name} ended with exit code ${ended.exitCode}: ${(ended.stderr || ended.stdout).trim().slice(-1000)}`);
}
