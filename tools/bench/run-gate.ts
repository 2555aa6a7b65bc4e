import { join } from 'node:path';
import { z } from 'zod';
import type { Bench } from './bench.ts';

const outcomeSchema = z.object({ decision: z.string(), headline: z.string(), startedAtMs: z.number(), finishedAtMs: z.number() });

/** One `sluice gate`, in seconds. */
export interface GateRun {
  readonly decision: string;
  readonly headline: string;
  /** From the spawn to the end of the process. */
  readonly wallSeconds: number;
  /** From the spawn to its first gate. */
  readonly beforeSeconds: number;
  /** From its last gate to the end of the process. */
  readonly afterSeconds: number;
}

/** Runs `sluice gate workflow-service` of a checkout to its verdict, whatever that is. Throws when it comes to none. */
export async function runGate(
  { processes }: Bench,
  run: { readonly root: string; readonly config: string; readonly url: string; readonly token: string },
): Promise<GateRun> {
  const parameters = ['gate', 'workflow-service', '--version', 'v1', '--url', run.url, '--config', run.config, '--json'];
  const ended = await processes.run({
    name: 'sluice gate',
    command: [join(run.root, 'bin/sluice'), ...parameters],
    env: { LINKFLOW_ADMIN_TOKEN: 'unused', WORKFLOW_TEST_TOKEN: run.token },
    deadlineMs: 600_000,
  });
  // 3 blocked and 4 inconclusive are verdicts too; they are told, because a busy machine can miss the objectives of the load run.
  if (![0, 3, 4].includes(ended.exitCode ?? -1))
    throw new Error(`sluice gate ended with exit code ${ended.exitCode}: ${(ended.stdout + ended.stderr).trim().slice(-1000)}`);
  const { decision, headline, startedAtMs, finishedAtMs } = outcomeSchema.parse(JSON.parse(ended.stdout));
  return {
    decision,
    headline,
    wallSeconds: ended.wallMs / 1000,
    beforeSeconds: (startedAtMs - ended.startedAtMs) / 1000,
    afterSeconds: (ended.startedAtMs + ended.wallMs - finishedAtMs) / 1000,
  };
}
