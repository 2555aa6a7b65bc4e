import { z } from 'zod';
import type { Bench } from '../bench.ts';
import { succeeded } from '../processes.ts';
import { type CpuWatch, watchCpu } from './cpu-watch.ts';
import type { ClosedTask, LoadFigures } from './load-figures.ts';

/** Latencies in whole milliseconds. */
const resultSchema = z.object({
  duration: z.number(),
  errors: z.number(),
  non2xx: z.number(),
  latency: z.object({ p50: z.number(), p99: z.number() }),
  requests: z.object({ total: z.number() }),
});

/** Runs the task with autocannon on its one thread, without pipelining. Throws when it fails. */
export async function runAutocannon(bench: Bench, autocannon: string, { url, users, seconds }: ClosedTask): Promise<LoadFigures> {
  let cpu: CpuWatch | undefined;
  const ended = await bench.processes.run({
    name: 'autocannon',
    command: [process.execPath, autocannon, '--connections', String(users), '--duration', String(seconds), '--json', url],
    deadlineMs: seconds * 1000 + 60_000,
    onPid: (pid) => {
      cpu = watchCpu(pid);
    },
  });
  const cpuCores = cpu?.coresOverLast(seconds * 0.9);
  const { duration, errors, non2xx, latency, requests } = resultSchema.parse(JSON.parse(succeeded('autocannon', ended)));
  return {
    ratePerSecond: requests.total / duration,
    p50: latency.p50,
    p99: latency.p99,
    dropped: undefined,
    failed: errors + non2xx,
    startLag: undefined,
    cpuCores,
  };
}
