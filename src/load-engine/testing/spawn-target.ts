import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { TargetCounts } from './target-counts.ts';

/** A target in a process of its own, so that it does not share the engine's event loop. */
export interface SpawnedTarget {
  readonly origin: string;
  readonly secureOrigin: string;
  readonly certificate: string;
  readonly counts: () => Promise<TargetCounts>;
  readonly reset: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Starts a target as a process; rejects where it ends before it says where it listens. */
export async function spawnTarget(): Promise<SpawnedTarget> {
  const main = fileURLToPath(new URL('./target-main.ts', import.meta.url));
  const child = spawn(process.execPath, [main], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const first = await lines.next();
  if (first.done === true) throw new Error('the target ended before it listened: its own stderr says why');
  const said = JSON.parse(first.value) as { readonly origin: string; readonly secureOrigin: string; readonly certificate: string };
  return {
    ...said,
    counts: async () => (await fetch(`${said.origin}/counts`)).json() as Promise<TargetCounts>,
    reset: async () => {
      await (await fetch(`${said.origin}/counts/reset`, { method: 'POST' })).arrayBuffer();
    },
    close: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
