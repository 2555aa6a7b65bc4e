import type { Bench } from '../bench.ts';
import type { PassMark } from '../pass-mark.ts';
import type { Section } from '../section.ts';
import { spreadOf } from '../spread.ts';
import { samplesOf } from './in-turn.ts';
import type { ClosedTask, LoadFigures, OpenTask } from './load-figures.ts';
import { findPeers, type PeerName } from './peers.ts';
import { runOpenArtillery } from './run-artillery.ts';
import { runAutocannon } from './run-autocannon.ts';
import { runOpenEngine } from './run-engine.ts';
import { runVegeta } from './run-vegeta.ts';
import { runWrk } from './run-wrk.ts';
import { startTarget } from './start-target.ts';

const delayMs = 20;
const stallMs = 1000;
const rate = 100;
const connections = 10;

/** One stall of the target lies in every run of this length, wherever it starts. */
const seconds = 10;

/** Enough users for all starts of a stall at once. */
const users = rate * 2;

type Tool = (bench: Bench, url: string) => Promise<LoadFigures>;

/**
 * Coordinated omission: what each tool tells of a target that answers nothing for one second in ten. The tools run at the same time, each against a
 * target of its own, because none is near what the machine can do, and so that all see the same.
 */
export async function benchOmission(bench: Bench): Promise<Section> {
  const { files, missing } = await findPeers(bench, ['vegeta', 'artillery', 'wrk', 'autocannon']);
  const tools = toolsOf(files);
  const runs: Record<string, LoadFigures[]> = {};
  for (let repetition = 1; repetition <= bench.repetitions; repetition += 1) {
    bench.say(`  a stall of ${stallMs} ms, seen by ${Object.keys(tools).join(', ')} at once (${repetition}/${bench.repetitions})`);
    await Promise.all(Object.entries(tools).map(async ([name, tool]) => void (runs[name] ??= []).push(await seenBy(bench, name, tool))));
  }
  const row = (name: string, unit: 'ms' | '/s' | 'n', read: (run: LoadFigures) => number | undefined) => ({
    name,
    unit,
    samples: samplesOf(runs, read),
  });
  return {
    title: `Coordinated omission: a target that answers after ${delayMs} ms, and for 1 s in every 10 not at all`,
    columns: ['engine', 'vegeta', 'artillery', 'wrk', 'autocannon'],
    rows: [
      row('requests a second', '/s', (run) => run.ratePerSecond),
      row('p50', 'ms', (run) => run.p50),
      row('p99', 'ms', (run) => run.p99),
      row('dropped starts', 'n', (run) => run.dropped),
    ],
    marks: [markOf(runs)],
    notes: [...notes, ...Object.values(missing)],
  };
}

const task = (url: string): OpenTask => ({ url, rate, seconds });
const loop = (url: string): ClosedTask => ({ url, users: connections, seconds });

function toolsOf(files: Readonly<Partial<Record<PeerName, string>>>): Readonly<Record<string, Tool>> {
  const { vegeta, artillery, wrk, autocannon } = files;
  return {
    engine: (bench, url) => runOpenEngine(bench, task(url), users),
    ...(vegeta && { vegeta: (bench, url) => runVegeta(bench, vegeta, task(url)) }),
    ...(artillery && { artillery: (bench, url) => runOpenArtillery(bench, artillery, task(url)) }),
    ...(wrk && { wrk: (bench, url) => runWrk(bench, wrk, loop(url)) }),
    ...(autocannon && { autocannon: (bench, url) => runAutocannon(bench, autocannon, loop(url)) }),
  };
}

async function seenBy(bench: Bench, name: string, tool: Tool): Promise<LoadFigures> {
  const target = await startTarget(bench, { name: `target-${name}`, delayMs, stallMs });
  try {
    return await tool(bench, target.url);
  } finally {
    await target.stop();
  }
}

/** The distance in percent: a stall makes p99 some 900 ms, of which a millisecond is nothing. */
function markOf(runs: Readonly<Record<string, readonly LoadFigures[]>>): PassMark {
  const median = (tool: string): number => spreadOf((runs[tool] ?? []).map(({ p99 }) => p99))?.median ?? Number.NaN;
  const observed = (100 * Math.abs(median('engine') - median('vegeta'))) / median('vegeta');
  return { name: "p99 off vegeta's", unit: '%', bound: 'at most', limit: 2, observed };
}

const notes = [
  `engine, vegeta and artillery: ${rate} starts a second, whatever the target does; so a tenth of their requests wait, up to a second, and p99 is some 900 ms.`,
  'artillery starts a virtual user at each arrival, and each sends one request here: that is an open model. Users that loop would be a closed one.',
  `wrk and autocannon: ${connections} connections in a closed loop; each sends one request into the stall and then none, so the stall is ${connections} requests of thousands, beyond p99.`,
  'wrk 4 fills in, afterwards, the requests that it should have sent at its mean interval; its p99 is such a guess. autocannon has whole milliseconds.',
];
