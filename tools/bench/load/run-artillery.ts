import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Bench } from '../bench.ts';
import { succeeded } from '../processes.ts';
import type { ClosedTask, LoadFigures, OpenTask } from './load-figures.ts';

/** Times in milliseconds; no counter of failures where there were none. */
const reportSchema = z.object({
  aggregate: z.object({
    counters: z.record(z.string(), z.number()),
    firstCounterAt: z.number(),
    lastCounterAt: z.number(),
    summaries: z.object({ 'http.response_time': z.object({ p50: z.number(), p99: z.number() }) }),
  }),
});

/** Runs the task with artillery: a virtual user arrives at each planned start and sends one request. Throws when it fails. */
export async function runOpenArtillery(bench: Bench, artillery: string, task: OpenTask): Promise<LoadFigures> {
  const phase = { duration: task.seconds, arrivalRate: task.rate };
  const figures = await run(bench, artillery, {
    name: 'artillery-open',
    url: task.url,
    phase,
    pool: undefined,
    flow: [get],
    seconds: task.seconds,
  });
  return { ...figures, dropped: Math.max(0, Math.round((task.rate - figures.ratePerSecond) * task.seconds)) };
}

/** Closed: all users arrive within the first second and loop until the time is over. The rate is over the time between artillery's first and last figure. Throws when it fails. */
export async function runClosedArtillery(bench: Bench, artillery: string, { url, users, seconds }: ClosedTask): Promise<LoadFigures> {
  const processor = join(bench.folder, 'artillery-loop.cjs');
  await writeFile(processor, loopUntil(seconds));
  const flow = [{ loop: [get], whileTrue: 'untilTheEnd' }];
  return run(bench, artillery, {
    name: 'artillery-closed',
    url,
    phase: { duration: 1, arrivalCount: users },
    pool: users,
    flow,
    processor,
  });
}

const get = { get: { url: '/' } };

/** The time starts with the first request, not with the process, whose start takes seconds. */
const loopUntil = (seconds: number): string => `let end;
module.exports = {
  untilTheEnd: (context, next) => {
    end ??= Date.now() + ${seconds * 1000};
    next(Date.now() < end);
  },
};
`;

interface Run {
  readonly name: string;
  readonly url: string;
  readonly phase: Readonly<Record<string, number>>;
  /** Connections that the users share; each has its own where it is undefined. */
  readonly pool: number | undefined;
  readonly flow: readonly unknown[];
  readonly processor?: string;
  /** What the rate is over; the time between the first and the last figure where it is absent. */
  readonly seconds?: number;
}

async function run(bench: Bench, artillery: string, { name, url, phase, pool, flow, processor, seconds }: Run): Promise<LoadFigures> {
  const [script, report] = [join(bench.folder, `${name}.json`), join(bench.folder, `${name}-report.json`)];
  const config = {
    target: url.replace(/\/$/, ''),
    phases: [phase],
    http: { timeout: 60, ...(pool === undefined ? {} : { pool }) },
    ...(processor === undefined ? {} : { processor }),
  };
  await writeFile(script, JSON.stringify({ config, scenarios: [{ flow }] }));
  const ended = await bench.processes.run({
    name: 'artillery',
    command: [process.execPath, artillery, 'run', '--quiet', '--output', report, script],
    // Its settings file goes into our folder, and nothing goes to its makers.
    env: { ARTILLERY_DISABLE_TELEMETRY: 'true', HOME: bench.folder },
    deadlineMs: 120_000,
  });
  succeeded('artillery', ended);
  const { aggregate } = reportSchema.parse(JSON.parse(await readFile(report, 'utf8')));
  const { counters, firstCounterAt, lastCounterAt, summaries } = aggregate;
  const took = seconds ?? (lastCounterAt - firstCounterAt) / 1000;
  const responses = counters['http.responses'] ?? 0;
  const failures = Object.entries(counters).filter(([counter]) => /^errors\.|^http\.codes\.[45]/.test(counter));
  return {
    ratePerSecond: responses / took,
    ...summaries['http.response_time'],
    dropped: undefined,
    failed: failures.reduce((sum, [, count]) => sum + count, 0),
    startLag: undefined,
    // It runs its users in worker processes of its own.
    cpuCores: undefined,
  };
}
