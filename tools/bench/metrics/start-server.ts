import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Bench } from '../bench.ts';

/** A server that answers PromQL. */
export interface QueriedServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** How a server that does not speak our JSON is started: `command` is told the address that it must listen on. */
export interface ServerStart {
  readonly name: string;
  readonly command: (address: string) => readonly [string, ...string[]];
  /** The path that answers 200 once it is ready. */
  readonly readyPath: string;
}

const READY_MS = 60_000;
const LOOK_MS = 50;

/** Whether a program is on the PATH and can be started. */
export function isInstalled(program: string): boolean {
  try {
    execFileSync('which', [program], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Starts a server on a free port of the loopback and waits until it is ready; what it says goes into a log. Throws Error when it doesn't come up. */
export async function startServer(bench: Bench, { name, command, readyPath }: ServerStart): Promise<QueriedServer> {
  bench.signal.throwIfAborted();
  const address = `127.0.0.1:${await freePort()}`;
  const logFile = join(bench.folder, `${name}.log`);
  const log = openSync(logFile, 'a');
  const [program, ...parameters] = command(address);
  const child = spawn(program, parameters, { stdio: ['ignore', log, log], signal: bench.signal });
  // Its failure to start shows as an exit; without a listener it would end the benchmark.
  child.once('error', () => undefined);
  const stop = (): Promise<void> => endOf(child);
  try {
    await untilReady(`http://${address}${readyPath}`, child, bench.signal);
  } catch (cause) {
    await stop();
    throw new Error(`${name} did not become ready: see ${logFile}`, { cause });
  }
  return { url: `http://${address}`, stop };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function untilReady(url: string, child: ChildProcess, signal: AbortSignal): Promise<void> {
  const end = AbortSignal.any([signal, AbortSignal.timeout(READY_MS)]);
  for (;;) {
    const response = await fetch(url, { signal: end }).catch(() => undefined);
    if (response?.ok === true) return;
    if (child.exitCode !== null || child.pid === undefined) throw new Error(`it ended with exit code ${child.exitCode}`);
    await setTimeout(LOOK_MS, undefined, { signal: end });
  }
}

async function endOf(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}
