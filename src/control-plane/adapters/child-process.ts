import { type ChildProcess, type ChildProcessWithoutNullStreams, type StdioOptions, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { LineSplitter } from './line-splitter.ts';

/** A program to run without a shell, and how long to bear with it. */
export interface ChildProcessRequest {
  readonly command: string;
  readonly args: readonly string[];
  /** All of its environment: nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** Its descriptor 3 is our stdout. */
  readonly sharesStdout?: boolean;
  /** Written to its stdin, which is then closed. */
  readonly input: string;
  /** Sends SIGTERM. */
  readonly signal: AbortSignal;
  readonly deadlineMs: number;
  /** SIGKILL when it has more bytes resident; watched where there is a /proc, and nowhere else. */
  readonly memoryBytes: number;
  /** From SIGTERM to SIGKILL: after the signal, and after the deadline. */
  readonly graceMs: { readonly signal: number; readonly deadline: number };
  readonly onStdoutLine: (line: string) => void;
  readonly onStderrLine: (line: string) => void;
}

/** How a program ended. `killedFor` says why we sent SIGKILL, if we did. */
export interface ChildProcessEnd {
  readonly exitCode: number | undefined;
  readonly exitSignal: string | undefined;
  readonly pastDeadline: boolean;
  readonly killedFor: 'signal' | 'deadline' | 'long-line' | 'memory' | undefined;
  /** The last lines of stderr. */
  readonly stderrTail: string;
}

/** A program that could not be started: `missing` where there is no such file. */
export interface ChildProcessNotStarted {
  readonly notStarted: 'missing' | 'failed';
  readonly message: string;
}

/** A line longer than this is no message of a runner: 16 MiB. */
const LONGEST_LINE = 16 * 1024 * 1024;

const TAIL_LINES = 40;

/** Runs a program to its end; never rejects. */
export function runChildProcess(request: ChildProcessRequest): Promise<ChildProcessEnd | ChildProcessNotStarted> {
  const { command, args, env, cwd, input } = request;
  const stdio: StdioOptions = ['pipe', 'pipe', 'pipe', request.sharesStdout === true ? 1 : 'ignore'];
  const child = spawn(command, args, { env, cwd, stdio, shell: false }) as ChildProcessWithoutNullStreams;
  const killer = createKiller(child, request);
  const tail: string[] = [];
  splitLines(child.stdout, request.onStdoutLine, killer.longLine);
  splitLines(
    child.stderr,
    (line) => {
      tail.push(line);
      if (tail.length > TAIL_LINES) tail.shift();
      request.onStderrLine(line);
    },
    killer.longLine,
  );
  child.stdin.on('error', () => {}); // the program may end without reading: its exit code tells more than EPIPE
  child.stdin.end(input);
  return new Promise((resolve) => {
    child.once('error', (error: NodeJS.ErrnoException) => {
      if (child.pid !== undefined) return; // a signal that could not be sent: the program still runs, and is still watched
      killer.stop();
      resolve(describeStart(error, cwd));
    });
    child.once('close', (code, exitSignal) => {
      killer.stop();
      const { pastDeadline, killedFor } = killer.state;
      resolve({ exitCode: code ?? undefined, exitSignal: exitSignal ?? undefined, pastDeadline, killedFor, stderrTail: tail.join('\n') });
    });
  });
}

/** ENOENT is said of a program that is missing, and of a folder that is missing too. */
function describeStart(error: NodeJS.ErrnoException, cwd: string): ChildProcessNotStarted {
  if (!existsSync(cwd)) return { notStarted: 'failed', message: `there is no folder ${cwd} to run it in` };
  return { notStarted: error.code === 'ENOENT' ? 'missing' : 'failed', message: error.message };
}

function splitLines(stream: NodeJS.ReadableStream, onLine: (line: string) => void, onLong: () => void): void {
  const splitter = new LineSplitter(LONGEST_LINE, onLine, onLong);
  stream.on('data', (chunk: Buffer) => splitter.push(chunk));
  stream.on('end', () => splitter.end());
}

interface KillState {
  pastDeadline: boolean;
  killedFor: ChildProcessEnd['killedFor'];
}

interface Killer {
  readonly state: KillState;
  readonly longLine: () => void;
  readonly stop: () => void;
}

/** SIGTERM at the deadline or the caller's signal, SIGKILL when that doesn't help in time. */
function createKiller(child: ChildProcess, { signal, deadlineMs, graceMs, memoryBytes }: ChildProcessRequest): Killer {
  const state: KillState = { pastDeadline: false, killedFor: undefined };
  const timers: NodeJS.Timeout[] = [];
  const kill = (why: Exclude<ChildProcessEnd['killedFor'], undefined>): void => {
    state.killedFor ??= why;
    child.kill('SIGKILL');
  };
  const ask = (why: 'signal' | 'deadline'): void => {
    child.kill('SIGTERM');
    timers.push(setTimeout(kill, graceMs[why], why));
  };
  const onSignal = (): void => ask('signal');
  if (signal.aborted) onSignal();
  else signal.addEventListener('abort', onSignal, { once: true });
  // A child never outlives us, however we end, as long as we are asked.
  const onExit = (): void => void child.kill('SIGKILL');
  process.once('exit', onExit);
  const onDeadline = (): void => {
    state.pastDeadline = true;
    ask('deadline');
  };
  timers.push(setTimeout(onDeadline, deadlineMs));
  const watching = setInterval(() => {
    if (residentBytes(child.pid) > memoryBytes) kill('memory');
  }, MEMORY_CHECK_MS);
  const stop = (): void => {
    clearInterval(watching);
    signal.removeEventListener('abort', onSignal);
    process.off('exit', onExit);
    timers.forEach(clearTimeout);
  };
  return { state, longLine: () => kill('long-line'), stop };
}

/** Memory can grow by hundreds of megabytes a second. */
const MEMORY_CHECK_MS = 200;

/** What a process has in memory; 0 where that can't be read. */
function residentBytes(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}
