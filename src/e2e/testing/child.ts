import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, openSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** A process that a test or the demo has started. */
export interface Child {
  readonly name: string;
  readonly pid: number;
  /** The first JSON document on its standard output that is no line of its log, on one line or over several. Rejects when it ends before. */
  readonly ready: Promise<Readonly<Record<string, unknown>>>;
  /** Asks it to end, and kills it when it does not within ten seconds. */
  stop(): Promise<void>;
  /** SIGKILL: it gets to do nothing any more. Resolves when it is gone. */
  kill(): Promise<void>;
}

const stopMs = 10_000;

/** Starts a process that says by JSON on its standard output when it is ready; all that it says also goes to a log file. */
export function startChild(start: {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string>>;
  readonly logFile: string;
}): Child {
  const [command, ...parameters] = start.command;
  const log = openSync(start.logFile, 'a');
  const child = spawn(command, parameters, { env: { ...process.env, ...start.env }, stdio: ['ignore', 'pipe', log] });
  // A test run that breaks off must leave nothing behind.
  const killAtExit = (): void => void child.kill('SIGKILL');
  process.once('exit', killAtExit);
  child.once('exit', () => process.off('exit', killAtExit));
  const end = (signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => endChild(child, signal);
  return {
    name: start.name,
    pid: child.pid ?? -1,
    ready: firstJson(child, start.name, start.logFile),
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}

async function firstJson(child: ChildProcess, name: string, logFile: string): Promise<Readonly<Record<string, unknown>>> {
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`${name} ended (exit ${String(code)}) before it was ready: see ${logFile}`);
  });
  return Promise.race([ended, jsonDocument(child, logFile)]);
}

/** The lines go on being read after the document, or the child would block on a full pipe. */
function jsonDocument(child: ChildProcess, logFile: string): Promise<Readonly<Record<string, unknown>>> {
  return new Promise((resolve, reject) => {
    if (child.stdout === null) return reject(new Error('the child has no standard output'));
    let text = '';
    createInterface({ input: child.stdout }).on('line', (line) => {
      appendFileSync(logFile, `${line}\n`);
      text += line;
      const value = parsed(text);
      if (value !== undefined) {
        text = '';
        if (!('level' in value)) resolve(value);
      }
    });
  });
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    return undefined;
  }
}

async function endChild(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  const timer = setTimeout(() => child.kill('SIGKILL'), stopMs);
  await gone;
  clearTimeout(timer);
}
