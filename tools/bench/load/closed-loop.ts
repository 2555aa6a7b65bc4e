import type { Bench } from '../bench.ts';
import type { PassMark } from '../pass-mark.ts';
import type { Section } from '../section.ts';
import { spreadOf } from '../spread.ts';
import { inTurn, samplesOf } from './in-turn.ts';
import type { ClosedTask, LoadFigures } from './load-figures.ts';
import { findPeers } from './peers.ts';
import { runClosedArtillery } from './run-artillery.ts';
import { runAutocannon } from './run-autocannon.ts';
import { runClosedEngine } from './run-engine.ts';
import { runWrk } from './run-wrk.ts';
import { startTarget } from './start-target.ts';

const users = 50;

type Runs = Readonly<Record<string, readonly LoadFigures[]>>;

/** 50 users in a closed loop on one thread, against a target that answers at once: what each tool can send. */
export async function benchClosedLoop(bench: Bench): Promise<Section> {
  const { files, missing } = await findPeers(bench, ['autocannon', 'wrk', 'artillery']);
  const target = await startTarget(bench, { delayMs: 0 });
  const task: ClosedTask = { url: target.url, users, seconds: bench.closedSeconds };
  const { autocannon, wrk, artillery } = files;
  const tools: Readonly<Record<string, () => Promise<LoadFigures>>> = {
    engine: () => runClosedEngine(bench, task),
    ...(autocannon && { autocannon: () => runAutocannon(bench, autocannon, task) }),
    ...(wrk && { wrk: () => runWrk(bench, wrk, task) }),
    ...(artillery && { artillery: () => runClosedArtillery(bench, artillery, task) }),
  };
  // Unmeasured: the first answers of a new server come from code that is not compiled yet.
  await tools['engine']?.();
  const runs = await inTurn(bench, `${users} users for ${task.seconds} s`, tools);
  await target.stop();
  const row = (name: string, unit: '/s' | 'ms' | 'n' | 'cores', read: (run: LoadFigures) => number | undefined) => ({
    name,
    unit,
    samples: samplesOf(runs, read),
  });
  return {
    title: `Closed loop: ${users} users, one get each after the other, on one thread`,
    columns: ['engine', 'autocannon', 'wrk', 'artillery'],
    rows: [
      row('requests a second', '/s', (run) => run.ratePerSecond),
      row('p50', 'ms', (run) => run.p50),
      row('p99', 'ms', (run) => run.p99),
      row('failed requests', 'n', (run) => run.failed),
      row('processor', 'cores', (run) => run.cpuCores),
    ],
    marks: marksOf(runs),
    notes: [...notesOf(runs), ...Object.values(missing)],
  };
}

const medianRate = (runs: Runs, tool: string): number => spreadOf((runs[tool] ?? []).map((run) => run.ratePerSecond))?.median ?? Number.NaN;

function marksOf(runs: Runs): readonly PassMark[] {
  const engine = medianRate(runs, 'engine');
  const mark = (name: string, tool: string, limit: number): PassMark => ({
    name,
    unit: '×',
    bound: 'at least',
    limit,
    observed: engine / medianRate(runs, tool),
  });
  return [mark("autocannon's requests a second", 'autocannon', 0.6), mark("artillery's requests a second", 'artillery', 5)];
}

function notesOf(runs: Runs): readonly string[] {
  const ceiling = medianRate(runs, 'wrk');
  return [
    'The engine also makes a check of every answer, and keeps nine samples of it.',
    ...(Number.isNaN(ceiling)
      ? []
      : [
          `wrk shows what the target can answer on its one thread: ${Math.round(ceiling)} requests a second; a tool that comes near it could be faster than its figure.`,
        ]),
    "artillery's rate is that between its first and its last figure. Its users arrive over the first second.",
  ];
}
