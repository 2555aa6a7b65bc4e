import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from 'undici';
import type { Bench } from '../bench.ts';
import { inTurn } from '../load/in-turn.ts';
import type { PassMark } from '../pass-mark.ts';
import type { Row, Section } from '../section.ts';
import { spreadOf } from '../spread.ts';
import { type Asked, answersOf, askedAbout, millisecondsOf } from './asked.ts';
import { type Dataset, datasetOf } from './dataset.ts';
import { disagreement, meanOf } from './disagreement.ts';
import { startPrometheus, startVictoriaMetrics } from './start-peers.ts';
import { isInstalled, type QueriedServer } from './start-server.ts';

const SLUICE = 'Sluice';
const PROMETHEUS = 'Prometheus';
const VICTORIA = 'VictoriaMetrics';

/** Each server behind one connection that is kept. */
type Clients = Readonly<Record<string, Client>>;
type Times = Readonly<Record<string, readonly number[]>>;

/** The embedded engine beside Prometheus and VictoriaMetrics: the same samples, the same questions over HTTP, each answer read and parsed. */
export async function benchQueries(bench: Bench): Promise<Section> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-queries-'));
  const servers: Record<string, QueriedServer> = {};
  try {
    const dataset = datasetOf(bench.repetitions === 1 ? 10 : 100);
    const notes = await startAll(bench, folder, dataset, servers);
    const clients = Object.fromEntries(Object.entries(servers).map(([name, { url }]) => [name, new Client(url, { bodyTimeout: 60_000 })]));
    const section = await measure(bench, dataset, clients);
    await Promise.all(Object.values(clients).map((client) => client.close()));
    return { ...section, notes: [...section.notes, ...notes] };
  } finally {
    await Promise.all(Object.values(servers).map((server) => server.stop()));
    await rm(folder, { recursive: true, force: true });
  }
}

/** Fills `servers`; answers a sentence for each that is not here. */
async function startAll(
  bench: Bench,
  folder: string,
  dataset: Dataset,
  servers: Record<string, QueriedServer>,
): Promise<readonly string[]> {
  bench.say('  filling the engine');
  servers[SLUICE] = await startEngine(bench, folder, dataset);
  const missing: string[] = [];
  const peers = [
    { name: PROMETHEUS, program: 'prometheus', start: startPrometheus },
    { name: VICTORIA, program: 'victoria-metrics', start: startVictoriaMetrics },
  ];
  for (const { name, program, start } of peers) {
    if (isInstalled(program)) servers[name] = await start(bench, folder, dataset);
    else missing.push(`${name} is not here, so its column is empty: apt-get install ${program}`);
  }
  return missing;
}

async function startEngine(bench: Bench, folder: string, { seriesCount }: Dataset): Promise<QueriedServer> {
  const engine = bench.processes.start({
    name: 'metrics-engine',
    command: [process.execPath, fileURLToPath(import.meta.resolve('./engine-child.ts'))],
    env: { BENCH_SERIES: String(seriesCount), BENCH_FOLDER: join(folder, 'sluice') },
  });
  const { url } = await engine.ready;
  return { url: String(url), stop: () => engine.stop() };
}

const WARMING = 3;

async function measure(bench: Bench, dataset: Dataset, clients: Clients): Promise<Section> {
  const asked = askedAbout(dataset);
  const rows: Row[] = [];
  const times: Record<string, Times> = {};
  const notes: string[] = [];
  for (const [key, question] of Object.entries<Asked>(asked)) {
    notes.push(...(await agreementOn(question, clients)));
    for (const client of Object.values(clients)) await millisecondsOf(client, { ...question, requests: question.requests * WARMING });
    const tools = Object.fromEntries(Object.entries(clients).map(([name, client]) => [name, () => millisecondsOf(client, question)]));
    const samples = await inTurn(bench, question.name, tools);
    rows.push({ name: question.name, unit: 'ms', samples });
    times[key] = samples;
  }
  const { seriesCount, samplesEach, intervalMs } = dataset;
  return {
    title: `Queries on ${seriesCount} series of ${samplesEach} samples, over HTTP`,
    columns: [SLUICE, PROMETHEUS, VICTORIA],
    rows,
    marks: marksOf(asked, times),
    notes: [
      `A sample each ${intervalMs / 1000} s; medians of ${bench.repetitions} repetitions, the servers in turn, nobody out of a cache of answers.`,
      ...notes,
    ],
  };
}

function marksOf(asked: ReturnType<typeof askedAbout>, times: Readonly<Record<string, Times>>): readonly PassMark[] {
  const mark = (key: keyof typeof asked, over: string, limit: number, peers: readonly string[]): PassMark => ({
    name: `${asked[key].name}: as fast as ${over}`,
    unit: '×',
    bound: 'at least',
    limit,
    observed: ratioOf(times[key] ?? {}, peers),
  });
  const fastest = 'the faster of the two';
  return [
    mark('month', PROMETHEUS, 100, [PROMETHEUS]),
    mark('hours', PROMETHEUS, 10, [PROMETHEUS]),
    mark('minutes', fastest, 1, [PROMETHEUS, VICTORIA]),
    mark('now', fastest, 1, [PROMETHEUS, VICTORIA]),
  ];
}

/** How many times as long the fastest of the peers took; undefined when one was not measured, which might have been the fastest. */
function ratioOf(times: Times, peers: readonly string[]): number | undefined {
  const medians = peers.map((name) => spreadOf(times[name] ?? [])?.median ?? Number.NaN);
  const own = spreadOf(times[SLUICE] ?? [])?.median;
  return own === undefined || medians.some(Number.isNaN) ? undefined : Math.min(...medians) / own;
}

// What float operations in another order may come to, and no more.
const SAME_NUMBERS = 1e-9;
// VictoriaMetrics counts from the sample before the window and does not extrapolate, so single windows differ by an interval of many.
const SAME_MEANING = 0.02;

/** A sentence when the answers are far apart in what must not be compared then. Throws when Sluice and Prometheus do not agree. */
async function agreementOn({ name, path }: Asked, clients: Clients): Promise<readonly string[]> {
  const answers = new Map(
    await Promise.all(Object.entries(clients).map(async ([who, client]) => [who, await answersOf(client, path)] as const)),
  );
  const own = answers.get(SLUICE) ?? new Map();
  const prometheus = answers.get(PROMETHEUS);
  const apart = prometheus === undefined ? 0 : disagreement(own, prometheus);
  if (apart > SAME_NUMBERS) throw new Error(`${name}: ${SLUICE} and ${PROMETHEUS} differ by ${apart}, so their times mean nothing`);
  const victoria = answers.get(VICTORIA);
  const meansApart = victoria === undefined ? 0 : Math.abs(meanOf(own) / meanOf(victoria) - 1);
  if (!(meansApart <= SAME_MEANING)) throw new Error(`${name}: the means of ${SLUICE} and ${VICTORIA} differ by ${meansApart}`);
  return [
    ...(prometheus === undefined
      ? []
      : [`${name}: ${SLUICE} and ${PROMETHEUS} ${apart === 0 ? 'are equal bit by bit' : `differ by ${apart.toExponential(0)} at most`}.`]),
    ...(victoria === undefined
      ? []
      : [`${name}: the mean of ${VICTORIA}, whose windows are other ones, is ${(100 * meansApart).toFixed(2)} % away.`]),
  ];
}
