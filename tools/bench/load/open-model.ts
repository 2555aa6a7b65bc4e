import type { Bench } from '../bench.ts';
import type { PassMark } from '../pass-mark.ts';
import type { Row, Section, Unit } from '../section.ts';
import { spreadOf } from '../spread.ts';
import { inTurn, samplesOf } from './in-turn.ts';
import type { LoadFigures, OpenTask } from './load-figures.ts';
import { findPeers } from './peers.ts';
import { runOpenEngine } from './run-engine.ts';
import { runVegeta } from './run-vegeta.ts';
import { startTarget } from './start-target.ts';

const delayMs = 20;
const rates = [100, 1000, 3000, 6000] as const;

/** Users for answers five times as slow as the target's, and as many again before a start is dropped. */
const usersFor = (rate: number): number => Math.max(10, Math.ceil((rate * delayMs * 5) / 1000));

type Runs = Readonly<Record<string, readonly LoadFigures[]>>;

const figures: readonly (readonly [string, Unit, (run: LoadFigures) => number | undefined])[] = [
  ['achieved rate', '/s', (run) => run.ratePerSecond],
  ['p50', 'ms', (run) => run.p50],
  ['p99', 'ms', (run) => run.p99],
  ['dropped starts', 'n', (run) => run.dropped],
  ['failed requests', 'n', (run) => run.failed],
  ['start lag p50', 'ms', (run) => run.startLag?.p50],
  ['start lag p99', 'ms', (run) => run.startLag?.p99],
  ['start lag max', 'ms', (run) => run.startLag?.max],
  ['processor', 'cores', (run) => run.cpuCores],
];

/** The load engine and vegeta in turn against one server that answers after a known delay. Without vegeta the engine is measured alone. */
export async function benchOpenModel(bench: Bench): Promise<Section> {
  const { files, missing } = await findPeers(bench, ['vegeta']);
  const target = await startTarget(bench, { delayMs });
  const toolsFor = (task: OpenTask): Record<string, () => Promise<LoadFigures>> => {
    const { vegeta } = files;
    const engine = { engine: () => runOpenEngine(bench, task, usersFor(task.rate)) };
    return vegeta === undefined ? engine : { ...engine, vegeta: () => runVegeta(bench, vegeta, task) };
  };
  // Unmeasured: the first answers of a new server come from code that is not compiled yet.
  for (const warm of Object.values(toolsFor({ url: target.url, rate: 1000, seconds: 1 }))) await warm();
  const [rows, marks, doubts]: [Row[], PassMark[], string[]] = [[], [], []];
  for (const rate of rates) {
    const tools = toolsFor({ url: target.url, rate, seconds: bench.openSeconds });
    const runs = await inTurn(bench, `${rate}/s for ${bench.openSeconds} s`, tools);
    rows.push(...figures.map(([name, unit, read]) => ({ name: `${rate}/s: ${name}`, unit, samples: samplesOf(runs, read) })));
    marks.push(...marksOf(rate, runs));
    doubts.push(...doubtsOf(rate, runs));
  }
  await target.stop();
  return {
    title: `Open model: the load engine against vegeta (answers after ${delayMs} ms)`,
    columns: ['engine', 'vegeta'],
    rows,
    marks,
    notes: [...notes, ...doubts, ...Object.values(missing)],
  };
}

const p50 = (run: LoadFigures): number => run.p50;

function marksOf(rate: number, runs: Runs): readonly PassMark[] {
  const median = (tool: string, read: (run: LoadFigures) => number | undefined): number =>
    spreadOf(samplesOf(runs, read)[tool] ?? [])?.median ?? Number.NaN;
  const distance = (read: (run: LoadFigures) => number): number => Math.abs(median('engine', read) - median('vegeta', read));
  const mark = (name: string, unit: Unit, limit: number, observed: number): PassMark => ({
    name: `${rate}/s: ${name}`,
    unit,
    bound: 'at most',
    limit,
    observed,
  });
  return [
    mark("p50 off vegeta's", '%', 1, (100 * distance(p50)) / median('vegeta', p50)),
    mark(
      "p99 off vegeta's",
      'ms',
      1,
      distance((run) => run.p99),
    ),
    mark(
      'start lag p99',
      'ms',
      1.5,
      median('engine', (run) => run.startLag?.p99),
    ),
    mark(
      'processor',
      'cores',
      0.5,
      median('engine', (run) => run.cpuCores),
    ),
    mark(
      'dropped starts of all runs',
      'n',
      0,
      (runs['engine'] ?? []).reduce((sum, { dropped = 0 }) => sum + dropped, 0),
    ),
  ];
}

/** The engine knows when it was the bottleneck: then its figures are not the target's. */
function doubtsOf(rate: number, runs: Runs): readonly string[] {
  const [first, ...others] = (runs['engine'] ?? []).filter(({ doubts = [] }) => doubts.length > 0);
  const reason = first?.doubts?.[0];
  return reason === undefined ? [] : [`${rate}/s: the engine called ${1 + others.length} of its runs too slow itself: ${reason}`];
}

const notes = [
  'Rate is requests over the seconds of the schedule. Distances are between medians, in either direction.',
  "The engine's latency is http_req_duration, without the connection's set-up; vegeta's holds it, which a few first requests pay.",
  "The engine tells its lag itself; vegeta's is worked out of the times at which it started its requests, the most punctual one as on time.",
  'Cores are those of the whole process, over the last nine tenths of the schedule.',
];
