import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** A process of the demo. */
export interface Child {
  readonly name: string;
  /** The first line of its standard output that holds JSON. Rejects when it ends before. */
  readonly ready: Promise<Readonly<Record<string, unknown>>>;
  /** Asks it to end, and kills it when it does not within ten seconds. */
  stop(): Promise<void>;
}

const stopMs = 10_000;

/** Starts a process whose messages go to a log file, and that says by a line of JSON when it is ready. */
export function startChild(start: {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string>>;
  readonly logFile: string;
}): Child {
  const [command, ...parameters] = start.command;
  const log = openSync(start.logFile, 'a');
  const child = spawn(command, parameters, { env: { ...process.env, ...start.env }, stdio: ['ignore', 'pipe', log] });
  return { name: start.name, ready: firstJson(child, start.name, start.logFile), stop: () => stopChild(child) };
}

async function firstJson(child: ChildProcess, name: string, logFile: string): Promise<Readonly<Record<string, unknown>>> {
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`${name} ended (exit ${String(code)}) before it was ready: see ${logFile}`);
  });
  return Promise.race([ended, jsonLine(child)]);
}

/** The lines go on being read after the first, or the child would block on a full pipe. */
function jsonLine(child: ChildProcess): Promise<Readonly<Record<string, unknown>>> {
  return new Promise((resolve, reject) => {
    if (child.stdout === null) return reject(new Error('the child has no standard output'));
    let text = '';
    createInterface({ input: child.stdout }).on('line', (line) => {
      text += line;
      const value = parsed(text);
      if (value !== undefined) {
        text = '';
        resolve(value);
      }
    });
  });
}

/** JSON may stand on one line or be spread over several. */
function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    return undefined;
  }
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), stopMs);
  await gone;
  clearTimeout(timer);
}
