import { execFileSync, spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../../src/metrics-engine/testing/free-port.ts';
import { endChild, untilReady } from '../../../src/metrics-engine/testing/until-ready.ts';
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
  const stop = (): Promise<void> => endChild(child);
  try {
    await untilReady(`http://${address}${readyPath}`, child, { patienceMs: READY_MS, signal: bench.signal });
  } catch (cause) {
    await stop();
    throw new Error(`${name} did not become ready: see ${logFile}`, { cause });
  }
  return { url: `http://${address}`, stop };
}
