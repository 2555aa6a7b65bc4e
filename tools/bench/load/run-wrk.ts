import type { Bench } from '../bench.ts';
import { succeeded } from '../processes.ts';
import { type CpuWatch, watchCpu } from './cpu-watch.ts';
import type { ClosedTask, LoadFigures } from './load-figures.ts';

/** Runs the task with wrk on one thread. Throws when it fails. */
export async function runWrk(bench: Bench, wrk: string, { url, users, seconds }: ClosedTask): Promise<LoadFigures> {
  let cpu: CpuWatch | undefined;
  const ended = await bench.processes.run({
    name: 'wrk',
    command: [wrk, '-t1', `-c${users}`, `-d${seconds}s`, '--latency', url],
    deadlineMs: seconds * 1000 + 60_000,
    onPid: (pid) => {
      cpu = watchCpu(pid);
    },
  });
  const cpuCores = cpu?.coresOverLast(seconds * 0.9);
  return { ...wrkFigures(succeeded('wrk', ended)), cpuCores };
}

/** Reads what wrk prints; throws when it holds no rate or no latency. */
export function wrkFigures(output: string): Omit<LoadFigures, 'cpuCores'> {
  const percentile = (rank: number): number => msOf(found(output, new RegExp(`^\\s+${rank}%\\s+(\\S+)$`, 'm'), `${rank} %`));
  const errors = /Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)/.exec(output)?.slice(1) ?? [];
  const unanswered = errors.reduce((sum, count) => sum + Number(count), 0);
  return {
    ratePerSecond: Number(found(output, /^Requests\/sec:\s+([\d.]+)$/m, 'rate')),
    p50: percentile(50),
    p99: percentile(99),
    dropped: undefined,
    failed: unanswered + Number(/Non-2xx or 3xx responses: (\d+)/.exec(output)?.[1] ?? 0),
    startLag: undefined,
  };
}

function found(output: string, pattern: RegExp, what: string): string {
  const [, text] = pattern.exec(output) ?? [];
  if (text === undefined) throw new Error(`wrk printed no ${what}: ${output.slice(-500)}`);
  return text;
}

const unitsMs: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1000, m: 60_000 };

function msOf(text: string): number {
  const [, amount, unit = ''] = /^([\d.]+)(us|ms|s|m)$/.exec(text) ?? [];
  return Number(amount) * (unitsMs[unit] ?? Number.NaN);
}
