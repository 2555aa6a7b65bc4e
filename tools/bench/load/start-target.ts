import { fileURLToPath } from 'node:url';
import type { Child } from '../../../src/e2e/testing/child.ts';
import type { Bench } from '../bench.ts';

/** A target in a process of its own. */
export interface RunningTarget {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts a target whose answers take `delayMs`, and that answers nothing for `stallMs` in every ten seconds. */
export async function startTarget(
  bench: Bench,
  { name = 'target', delayMs, stallMs = 0 }: { readonly name?: string; readonly delayMs: number; readonly stallMs?: number },
): Promise<RunningTarget> {
  const target: Child = bench.processes.start({
    name,
    command: [process.execPath, fileURLToPath(import.meta.resolve('./target.ts'))],
    env: { BENCH_TARGET_DELAY_MS: String(delayMs), BENCH_TARGET_STALL_MS: String(stallMs) },
  });
  const { url } = await target.ready;
  return { url: String(url), stop: () => target.stop() };
}
