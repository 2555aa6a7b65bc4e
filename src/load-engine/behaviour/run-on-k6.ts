import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type BehaviourRun, type BehaviourRunner, countOf } from './behaviour-run.ts';

/** Much longer than any case takes. */
const deadlineMs = 120_000;

interface ExportedMetric extends Readonly<Record<string, unknown>> {
  /** By expression; k6 writes true where it was crossed. */
  readonly thresholds?: Readonly<Record<string, boolean>>;
}

/** Makes the runner of a k6 that somebody installed. It reads what k6 documents of its summary file, its exit code and its output. */
export function runOnK6(binary: string): BehaviourRunner {
  return async ({ folder, scriptPath, env, flags, variables }) => {
    const summaryFile = join(folder, 'summary-export.json');
    const own = [
      '--quiet',
      '--no-color',
      '--no-usage-report',
      `--summary-export=${summaryFile}`,
      '--summary-trend-stats=avg,min,med,max,p(90),p(95),count',
    ];
    const named = Object.entries(env).flatMap(([name, value]) => ['-e', `${name}=${value}`]);
    const child = spawn(binary, ['run', ...own, ...named, ...Object.entries(flags).map(flagOf), scriptPath], {
      cwd: folder,
      env: { PATH: process.env['PATH'], HOME: folder, ...variables },
      stdio: ['ignore', 'pipe', 'pipe'],
      signal: AbortSignal.timeout(deadlineMs),
    });
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
    const output = `${stdout}\n${stderr}`;
    const metrics = await readMetrics(summaryFile);
    return {
      exitCode: child.exitCode ?? undefined,
      ...toldBy(metrics),
      interrupted: Number(/and (\d+) interrupted iterations/.exec(output)?.[1] ?? 0),
      output,
    };
  };
}

const flagOf = ([option, value]: readonly [string, string]): string =>
  `--${option.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}=${value}`;

/** A run that never began has no summary. */
async function readMetrics(file: string): Promise<Readonly<Record<string, ExportedMetric>>> {
  const written = await readFile(file, 'utf8').catch(() => '{"metrics":{}}');
  return (JSON.parse(written) as { readonly metrics: Readonly<Record<string, ExportedMetric>> }).metrics;
}

function toldBy(metrics: Readonly<Record<string, ExportedMetric>>): Pick<BehaviourRun, 'counts' | 'thresholds'> {
  const counts = Object.entries(metrics).map(([key, metric]) => [key, countOf(metric as Readonly<Record<string, number>>)] as const);
  const thresholds = Object.entries(metrics).flatMap(([key, metric]) =>
    Object.entries(metric.thresholds ?? {}).map(([expression, crossed]) => [`${key} ${expression}`, !crossed] as const),
  );
  return { counts: Object.fromEntries(counts), thresholds: Object.fromEntries(thresholds) };
}
