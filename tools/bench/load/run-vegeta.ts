import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Bench } from '../bench.ts';
import { succeeded } from '../processes.ts';
import { type CpuWatch, watchCpu } from './cpu-watch.ts';
import type { LoadFigures, OpenTask } from './load-figures.ts';
import { startLagOf } from './start-lag.ts';

const nanosecondsPerMs = 1e6;

/** Latencies in nanoseconds; success is a share. */
const reportSchema = z.object({
  latencies: z.object({ '50th': z.number(), '99th': z.number() }),
  requests: z.number(),
  success: z.number(),
});

/** Runs the task with vegeta, and reads its report and when each request was started. Throws when vegeta fails. */
export async function runVegeta(bench: Bench, vegeta: string, task: OpenTask): Promise<LoadFigures> {
  const [targets, results] = [join(bench.folder, `vegeta-${task.rate}.txt`), join(bench.folder, `vegeta-${task.rate}.bin`)];
  await writeFile(targets, `GET ${task.url}\n`);
  let cpu: CpuWatch | undefined;
  const run = (parameters: readonly string[], deadlineMs: number, onPid: (pid: number) => void = () => undefined) =>
    bench.processes.run({ name: 'vegeta', command: [vegeta, ...parameters], deadlineMs, onPid });
  const size = [`-rate=${task.rate}/1s`, `-duration=${task.seconds}s`];
  const attack = await run(['attack', ...size, `-targets=${targets}`, `-output=${results}`], task.seconds * 1000 + 60_000, (pid) => {
    cpu = watchCpu(pid);
  });
  const cpuCores = cpu?.coresOverLast(task.seconds * 0.9);
  succeeded('vegeta attack', attack);
  const report = reportSchema.parse(JSON.parse(succeeded('vegeta report', await run(['report', '-type=json', results], 60_000))));
  const csv = succeeded('vegeta encode', await run(['encode', '-to=csv', results], 60_000));
  return {
    ratePerSecond: report.requests / task.seconds,
    p50: report.latencies['50th'] / nanosecondsPerMs,
    p99: report.latencies['99th'] / nanosecondsPerMs,
    dropped: Math.max(0, Math.round(task.rate * task.seconds) - report.requests),
    failed: Math.round(report.requests * (1 - report.success)),
    startLag: startLagOf(csv, task.rate),
    cpuCores,
  };
}
