import { fileURLToPath } from 'node:url';
import type { Bench } from './bench.ts';
import type { LoadFigures, LoadTask } from './load-figures.ts';
import { runEngine } from './run-engine.ts';
import { findVegeta, runVegeta } from './run-vegeta.ts';
import type { Row, Section, Unit } from './section.ts';

const delayMs = 20;
const rates = [100, 500] as const;

type Generator = (task: LoadTask) => Promise<LoadFigures>;

const figures: readonly (readonly [string, Unit, (run: LoadFigures) => number])[] = [
  ['achieved rate', '/s', (run) => run.ratePerSecond],
  ['p50', 'ms', (run) => run.p50],
  ['p95', 'ms', (run) => run.p95],
  ['p99', 'ms', (run) => run.p99],
  ['dropped starts', 'n', (run) => run.dropped],
  ['failed requests', 'n', (run) => run.failed],
  ['start lag p50', 'ms', (run) => run.startLag.p50],
  ['start lag p99', 'ms', (run) => run.startLag.p99],
  ['start lag max', 'ms', (run) => run.startLag.max],
  ['around the schedule', 's', (run) => run.aroundSeconds],
];

/** The load engine and vegeta in turn against one server that answers after a known delay. Without vegeta the engine is measured alone. */
export async function benchLoad(bench: Bench): Promise<Section> {
  const vegeta = await findVegeta();
  const generators: Record<string, Generator> = { engine: (task) => runEngine(bench, task) };
  if (vegeta !== undefined) generators['vegeta'] = (task) => runVegeta(bench, vegeta, task);
  const target = bench.processes.start({
    name: 'target',
    command: [process.execPath, fileURLToPath(import.meta.resolve('./target.ts'))],
    env: { BENCH_TARGET_DELAY_MS: String(delayMs) },
  });
  const { url } = await target.ready;
  // Unmeasured: the first answers of a new server come from code that is not compiled yet.
  for (const generate of Object.values(generators)) await generate({ url: String(url), rate: 100, seconds: 1 });
  const rows: Row[] = [];
  for (const rate of rates) rows.push(...(await rowsOf(bench, generators, { url: String(url), rate, seconds: bench.loadSeconds })));
  await target.stop();
  return {
    title: `Load engine against vegeta (answers after ${delayMs} ms)`,
    columns: Object.keys(generators),
    rows,
    notes: notesOf(vegeta),
  };
}

async function rowsOf(bench: Bench, generators: Readonly<Record<string, Generator>>, task: LoadTask): Promise<readonly Row[]> {
  const runs: Record<string, LoadFigures[]> = {};
  for (let repetition = 0; repetition < bench.repetitions; repetition += 1) {
    const names = Object.keys(generators);
    // Who goes first changes, so that neither always meets the server that the other has just warmed.
    for (const name of repetition % 2 === 0 ? names : names.toReversed()) {
      bench.say(`  ${task.rate}/s for ${task.seconds} s with ${name} (${repetition + 1}/${bench.repetitions})`);
      const run = await generators[name]?.(task);
      if (run !== undefined) (runs[name] ??= []).push(run);
    }
  }
  return figures.map(([name, unit, read]) => ({
    name: `${task.rate}/s: ${name}`,
    unit,
    samples: Object.fromEntries(Object.entries(runs).map(([generator, measured]) => [generator, measured.map(read)])),
  }));
}

function notesOf(vegeta: string | undefined): readonly string[] {
  const notes = [
    'Rate is requests over the seconds of the schedule; around it are the start of the process, its users, and its end.',
    "The engine's latency is http_req_duration, without the connection's set-up; vegeta's holds it, which a few first requests pay.",
    "The engine tells its lag itself; vegeta's is worked out of the times at which it started its requests, the most punctual one as on time.",
  ];
  if (vegeta !== undefined) return notes;
  return [...notes, 'vegeta was not found, so there is nothing to compare with: go install github.com/tsenart/vegeta/v12@latest'];
}
