import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { NodeRunner } from './node-runner.ts';
import { parseParameters } from './parse-parameters.ts';

const parametersSchema = z.object({ ms: z.number().nonnegative().max(3_600_000) });

/** `delay`: waits until `ms` after it was started first, at most an hour; a restart of the service doesn't begin anew. */
export function delayNode({
  nowMs = Date.now,
  wait = (ms, signal) => delay(ms, undefined, { signal }),
}: {
  readonly nowMs?: () => number;
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<unknown>;
} = {}): NodeRunner {
  return async ({ parameters, startedAt, signal }) => {
    const parsed = parseParameters(parametersSchema, parameters);
    if (!parsed.ok) return parsed;
    const leftMs = startedAt.getTime() + parsed.value.ms - nowMs();
    if (leftMs > 0) await wait(leftMs, signal);
    return { ok: true, output: { ms: parsed.value.ms } };
  };
}
