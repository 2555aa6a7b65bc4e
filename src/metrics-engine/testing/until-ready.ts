import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';

/** How a server is asked whether it is ready, and for how long. */
export interface Patience {
  readonly headers?: Readonly<Record<string, string>>;
  readonly patienceMs?: number;
  readonly signal?: AbortSignal;
}

const PATIENCE_MS = 30_000;
const LOOK_MS = 50;

/** Waits until a server that was started answers a URL with success. Throws Error when it has ended, when it was never started, or after half a minute. */
export async function untilReady(
  url: string,
  child: ChildProcess,
  { headers = {}, patienceMs = PATIENCE_MS, signal }: Patience = {},
): Promise<void> {
  const late = AbortSignal.timeout(patienceMs);
  const end = signal === undefined ? late : AbortSignal.any([signal, late]);
  for (;;) {
    const response = await fetch(url, { headers, signal: end }).catch(() => undefined);
    if (response?.ok === true) return;
    if (hasEnded(child)) throw new Error(`it ended with ${child.signalCode ?? `exit code ${child.exitCode}`}`);
    await setTimeout(LOOK_MS, undefined, { signal: end });
  }
}

/** Ends a child and waits until it is gone; nothing where it has ended, or was never started. */
export async function endChild(child: ChildProcess, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
  if (hasEnded(child)) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}

function hasEnded({ pid, exitCode, signalCode }: ChildProcess): boolean {
  return pid === undefined || exitCode !== null || signalCode !== null;
}
