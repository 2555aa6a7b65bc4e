import { access, constants, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { z } from 'zod';
import type { Bench } from './bench.ts';
import type { LoadFigures, LoadTask } from './load-figures.ts';
import { succeeded } from './processes.ts';
import { startLagOf } from './start-lag.ts';

const nanosecondsPerMs = 1e6;

/** Latencies in nanoseconds; success is a share. */
const reportSchema = z.object({
  latencies: z.object({ '50th': z.number(), '95th': z.number(), '99th': z.number() }),
  requests: z.number(),
  success: z.number(),
});

/** The vegeta on the PATH, or where `go install` puts it; undefined when there is none. */
export async function findVegeta(): Promise<string | undefined> {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), join(homedir(), 'go/bin')];
  for (const folder of folders.filter((named) => named !== '')) {
    const file = join(folder, 'vegeta');
    const found = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return file;
  }
  return undefined;
}

/** Runs the task with vegeta, and reads its report and when each request was started. Throws when vegeta fails. */
export async function runVegeta(bench: Bench, vegeta: string, task: LoadTask): Promise<LoadFigures> {
  const [targets, results] = [join(bench.folder, 'vegeta-targets.txt'), join(bench.folder, `vegeta-${task.rate}.bin`)];
  await writeFile(targets, `GET ${task.url}\n`);
  const run = (parameters: readonly string[], deadlineMs: number) =>
    bench.processes.run({ name: 'vegeta', command: [vegeta, ...parameters], deadlineMs });
  const size = [`-rate=${task.rate}/1s`, `-duration=${task.seconds}s`];
  const attack = await run(['attack', ...size, `-targets=${targets}`, `-output=${results}`], task.seconds * 1000 + 60_000);
  succeeded('vegeta attack', attack);
  const report = reportSchema.parse(JSON.parse(succeeded('vegeta report', await run(['report', '-type=json', results], 60_000))));
  const csv = succeeded('vegeta encode', await run(['encode', '-to=csv', results], 60_000));
  return {
    ratePerSecond: report.requests / task.seconds,
    p50: report.latencies['50th'] / nanosecondsPerMs,
    p95: report.latencies['95th'] / nanosecondsPerMs,
    p99: report.latencies['99th'] / nanosecondsPerMs,
    dropped: Math.max(0, Math.round(task.rate * task.seconds) - report.requests),
    failed: Math.round(report.requests * (1 - report.success)),
    startLag: startLagOf(csv, task.rate),
    aroundSeconds: attack.wallMs / 1000 - task.seconds,
  };
}
