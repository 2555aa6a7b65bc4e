// `make bench`: what Sluice costs, measured side by side on this machine.
//   node tools/bench/main.ts [--quick] [--load] [--metrics] [--clone] [--only load|omission|closed|threads|vus|memory|compare|queries|ingest|up|gate|clone]...
// --quick: one short repetition, to see that it works. --load: the load engine alone, five repetitions (`make bench-load`).
// --metrics: the metrics engine alone, beside Prometheus and VictoriaMetrics.
// --clone: also from `git clone` to the first verdict, which takes minutes.
import { execFileSync } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { arch, availableParallelism, loadavg, platform } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Bench } from './bench.ts';
import { benchClone } from './bench-clone.ts';
import { benchGate } from './bench-gate.ts';
import { benchUp } from './bench-up.ts';
import { benchClosedLoop } from './load/closed-loop.ts';
import { benchCompare } from './load/compare.ts';
import { benchFlatMemory } from './load/flat-memory.ts';
import { benchOmission } from './load/omission.ts';
import { benchOpenModel } from './load/open-model.ts';
import { benchThreads } from './load/threads.ts';
import { benchVuCost } from './load/vu-cost.ts';
import { benchIngest } from './metrics/ingest.ts';
import { benchQueries } from './metrics/queries.ts';
import { createProcesses } from './processes.ts';
import { type Section, summedRow } from './section.ts';
import { tableOf } from './table.ts';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    load: { type: 'boolean', default: false },
    metrics: { type: 'boolean', default: false },
    clone: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true },
  },
});
const benches: Readonly<Record<string, (bench: Bench) => Promise<Section>>> = {
  load: benchOpenModel,
  omission: benchOmission,
  closed: benchClosedLoop,
  threads: benchThreads,
  vus: benchVuCost,
  memory: benchFlatMemory,
  compare: benchCompare,
  queries: benchQueries,
  ingest: benchIngest,
  up: benchUp,
  gate: benchGate,
  clone: benchClone,
};
const ofEngine = ['load', 'omission', 'closed', 'threads', 'vus', 'memory'];
const ofMetrics = ['queries', 'ingest'];
const ofSluice = ['load', ...ofMetrics, 'up', 'gate', ...(values.clone ? ['clone'] : [])];
const chosen = values.only ?? chosenParts();
const unknown = chosen.filter((name) => benches[name] === undefined);
if (unknown.length > 0) throw new Error(`There is no benchmark "${unknown.join('", "')}": there are ${Object.keys(benches).join(', ')}`);

const root = resolve(import.meta.dirname, '../..');
const folder = join(root, '.sluice/bench');
const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interruption.abort(new Error('interrupted')));
await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
const bench: Omit<Bench, 'repetitions'> = {
  root,
  folder,
  loadSeconds: values.quick ? 2 : 10,
  openSeconds: values.quick ? 2 : 6,
  closedSeconds: values.quick ? 2 : 4,
  processes: createProcesses(folder, interruption.signal),
  signal: interruption.signal,
  say: (text) => console.error(text),
};
const surroundings = surroundingsOf();
const sections: (Section & { readonly repetitions: number })[] = [];
const problems: string[] = [];
for (const name of chosen) await measure(name);
await writeReport();
console.log(`\n${sections.map(tableOf).join('\n\n')}\n`);
for (const problem of problems) console.error(problem);
const { processors, loadAverage } = surroundings;
console.log(
  `${processors} processors, load average ${loadAverage.toFixed(1)} at the start: above 0.5 others were at work, and the figures show it.`,
);
const counts = [...new Set(sections.map(({ repetitions }) => repetitions))];
console.log(`Medians of ${counts.join(' or ')} (least–greatest). ${join(folder, 'report.json')}`);
if (problems.length > 0) process.exitCode = interruption.signal.aborted ? 130 : 1;

/** Both engines when both are asked for, all of Sluice when neither is. */
function chosenParts(): readonly string[] {
  const parts = [...(values.load ? ofEngine : []), ...(values.metrics ? ofMetrics : [])];
  return parts.length > 0 ? parts : ofSluice;
}

/** What is compared with a peer to the percent needs more of them than what takes seconds. */
function repetitionsOf(name: string): number {
  if (values.quick) return 1;
  if (ofMetrics.includes(name)) return 7;
  return values.load ? 5 : 3;
}

/** One that fails must not cost the others what they have measured. */
async function measure(name: string): Promise<void> {
  if (interruption.signal.aborted) return;
  bench.say(`── ${name}`);
  try {
    const repetitions = repetitionsOf(name);
    const section = await benches[name]?.({ ...bench, repetitions });
    if (section !== undefined) sections.push({ ...section, repetitions });
  } catch (error) {
    problems.push(`The benchmark "${name}" failed: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    await bench.processes.stop();
  }
}

/** What the figures depend on; the load average tells a reader whether the machine was idle at the start. */
function surroundingsOf() {
  return {
    startedAt: new Date().toISOString(),
    commit: git('rev-parse', 'HEAD'),
    uncommittedChanges: git('status', '--porcelain') !== '',
    node: process.version,
    platform: `${platform()} ${arch()}`,
    processors: availableParallelism(),
    loadAverage: loadavg()[0] ?? Number.NaN,
  };
}

function git(...parameters: readonly string[]): string {
  return execFileSync('git', ['-C', root, ...parameters], { encoding: 'utf8' }).trim();
}

async function writeReport(): Promise<void> {
  const summed = sections.map(({ rows, ...section }) => ({ ...section, rows: rows.map((row) => summedRow(row, section.columns)) }));
  const { loadSeconds } = bench;
  const report = { schemaVersion: 2, ...surroundings, quick: values.quick, loadSeconds, problems, sections: summed };
  await writeFile(join(folder, 'report.json'), `${JSON.stringify(report, undefined, 2)}\n`);
}
