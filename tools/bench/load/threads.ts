import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { engineNodeFlags } from '../../../src/load-engine/node-flags.ts';
import type { Bench } from '../bench.ts';
import { succeeded } from '../processes.ts';
import type { Section } from '../section.ts';
import { spreadOf } from '../spread.ts';
import { type CpuWatch, watchCpu } from './cpu-watch.ts';
import { inTurn, samplesOf } from './in-turn.ts';
import { closedScript } from './run-engine.ts';
import { startTarget } from './start-target.ts';

const users = 50;

interface ThreadRun {
  readonly ratePerSecond: number;
  readonly failed: number;
  readonly cpuCores: number | undefined;
}

type Runs = Readonly<Record<string, readonly ThreadRun[]>>;

const outcomeSchema = z.object({ requests: z.number(), durationMs: z.number(), failed: z.number() });

/** The engine on one thread and on two in a closed loop, and what the processor time of a request lets expect of more cores than there are here. */
export async function benchThreads(bench: Bench): Promise<Section> {
  const target = await startTarget(bench, { delayMs: 0 });
  const script = join(bench.folder, 'threads.k6.ts');
  await writeFile(script, closedScript({ users, seconds: bench.closedSeconds }));
  const run = (threads: number) => () => runThreads(bench, { script, url: target.url, threads });
  const runs = await inTurn(bench, `${users} users for ${bench.closedSeconds} s`, { '1 thread': run(1), '2 threads': run(2) });
  await target.stop();
  return {
    title: `Threads: ${users} users in a closed loop`,
    columns: ['1 thread', '2 threads'],
    rows: [
      { name: 'requests a second', unit: '/s', samples: samplesOf(runs, ({ ratePerSecond }) => ratePerSecond) },
      { name: 'failed requests', unit: 'n', samples: samplesOf(runs, ({ failed }) => failed) },
      { name: 'processor', unit: 'cores', samples: samplesOf(runs, ({ cpuCores }) => cpuCores) },
      { name: 'processor time of 1,000 requests', unit: 'ms', samples: samplesOf(runs, costMs) },
    ],
    notes: notesOf(runs),
  };
}

const costMs = ({ cpuCores, ratePerSecond }: ThreadRun): number | undefined =>
  cpuCores === undefined ? undefined : (1e6 * cpuCores) / ratePerSecond;

async function runThreads(
  bench: Bench,
  { script, url, threads }: { readonly script: string; readonly url: string; readonly threads: number },
): Promise<ThreadRun> {
  let cpu: CpuWatch | undefined;
  const ended = await bench.processes.run({
    name: `engine with ${threads} threads`,
    command: [process.execPath, ...engineNodeFlags, fileURLToPath(import.meta.resolve('./engine-child.ts'))],
    env: { BENCH_SCRIPT: script, BENCH_URL: url, BENCH_THREADS: String(threads) },
    deadlineMs: 120_000,
    onPid: (pid) => {
      cpu = watchCpu(pid);
    },
  });
  const cpuCores = cpu?.coresOverLast(bench.closedSeconds * 0.9);
  const { requests, durationMs, failed } = outcomeSchema.parse(JSON.parse(succeeded('the engine', ended)));
  return { ratePerSecond: requests / (durationMs / 1000), failed, cpuCores };
}

function notesOf(runs: Runs): readonly string[] {
  const cost = spreadOf(samplesOf(runs, costMs)['2 threads'] ?? [])?.median;
  const here = 'The target takes a core too: on two cores two threads share what is left of it, and their rate says little.';
  if (cost === undefined) return [here];
  const each = Math.round(1e6 / cost);
  return [
    here,
    `On paper, where each thread has a core and the target runs elsewhere: ${each} requests a second a thread, ${4 * each} on four, were the cost of a request to stay; memory bandwidth and the network are not in that, and it was not measured.`,
  ];
}
