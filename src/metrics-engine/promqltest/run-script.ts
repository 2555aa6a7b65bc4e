import { setImmediate } from 'node:timers/promises';
import { embeddedSource } from '../embedded-source.ts';
import type { MetricsSource } from '../metrics-source.ts';
import { PROMETHEUS_3 } from '../promql/evaluate/evaluation.ts';
import { METRIC_NAME, toLabels } from '../promql/labels.ts';
import { labelsTest, type Matcher } from '../promql/matcher.ts';
import type { Expression } from '../promql/syntax/expression.ts';
import { parse } from '../promql/syntax/parse.ts';
import { selectorsOf } from '../promql/syntax/selectors-of.ts';
import { type Labels, QueryError, type QueryResult } from '../query-result.ts';
import { SeriesStore } from '../store/series-store.ts';
import { atModifierVariants } from './at-modifier-variants.ts';
import { checkAnnotations, describe, matches } from './check-annotations.ts';
import { checkAnswer } from './check-answer.ts';
import type { Command, EvalCommand, EvalInstants, LoadCommand } from './script.ts';
import type { NotedSeries } from './series-notation.ts';
import { tellsGrid } from './tells-grid.ts';

/** What became of one `eval`. */
export interface CaseOutcome {
  readonly line: number;
  readonly query: string;
  readonly outcome: 'passed' | 'failed' | 'out of scope';
  /** Why it failed or is out of scope; '' when it passed. */
  readonly reason: string;
}

export interface RunOptions {
  /** Upstream's suite runs with names taken off at the end of a query; production takes them off at once. */
  readonly delayedNameRemoval: boolean;
}

/** Runs a script against the engine on its own store. Every `eval` has one outcome: nothing is passed over. */
export async function runScript(commands: readonly Command[], options: RunOptions): Promise<readonly CaseOutcome[]> {
  const outcomes: CaseOutcome[] = [];
  let world = emptyWorld(options);
  for (const command of commands) {
    if (command.kind === 'clear') world = emptyWorld(options);
    else if (command.kind === 'load') load(world, command);
    else outcomes.push(await runCase(world, command));
  }
  return outcomes;
}

interface World {
  readonly store: SeriesStore;
  readonly source: MetricsSource;
  /** The labels of series that are, or also are, native histograms here. */
  readonly native: Labels[];
}

function emptyWorld({ delayedNameRemoval }: RunOptions): World {
  const store = new SeriesStore({ maxSeries: 100_000 });
  const source = embeddedSource({
    reader: store,
    clock: { monotonicMs: () => performance.now() },
    queryTimeoutMs: 60_000,
    maxSamples: 50_000_000,
    options: { ...PROMETHEUS_3, delayedNameRemoval },
    letOthersRun: () => setImmediate(),
  });
  return { store, source, native: [] };
}

/** A series that stands twice in one command is what its later line says. */
function load(world: World, { series, stepMs, withNative }: LoadCommand): void {
  const latest = new Map(series.map((each) => [JSON.stringify(each.labels), each]));
  for (const each of latest.values()) {
    loadSeries(world, each, stepMs);
    if (withNative) world.native.push(nativeLabels(each.labels));
  }
}

function loadSeries({ store, native }: World, { labels, points }: NotedSeries, stepMs: number): void {
  if (points.includes('native histogram')) native.push(labels);
  const series = store.series(labels);
  for (const [index, point] of points.entries()) {
    if (point === 'stale') series?.markStale(index * stepMs);
    else if (typeof point === 'number') series?.append(index * stepMs, point);
  }
}

function nativeLabels(labels: Labels): Labels {
  const name = (labels[METRIC_NAME] ?? '').replace(/_(?:bucket|sum|count)$/, '');
  return toLabels(Object.entries(labels).flatMap(([key, value]) => (key === 'le' ? [] : [[key, key === METRIC_NAME ? name : value]])));
}

async function runCase(world: World, command: EvalCommand): Promise<CaseOutcome> {
  const { line, query, instants, expectations } = command;
  const native = nativeReason(world, command);
  if (native !== undefined) return { line, query, outcome: 'out of scope', reason: native };
  const asked = await ask(world, query, instants);
  if (asked.kind === 'unsupported') return { line, query, outcome: 'out of scope', reason: asked.message };
  const problem = checkCase(command, asked) ?? (expectations.fail.length > 0 ? undefined : await reRun(world, command, asked));
  return { line, query, outcome: problem === undefined ? 'passed' : 'failed', reason: problem ?? '' };
}

/** Why a case is about native histograms: by what it expects, or by a selector that finds one. */
function nativeReason({ native }: World, { query, expectations }: EvalCommand): string | undefined {
  if (expectations.series.some(({ points }) => points.includes('native histogram'))) return 'a native histogram is expected';
  const found = selectorsIn(query).find((matchers) => native.some(labelsTest(matchers)));
  return found === undefined ? undefined : 'a selector finds a native histogram';
}

function selectorsIn(query: string): readonly (readonly Matcher[])[] {
  const tree = tryParse(query);
  return tree === undefined ? [] : selectorsOf(tree).map(({ matchers }) => matchers);
}

function tryParse(query: string): Expression | undefined {
  try {
    return parse(query);
  } catch (error) {
    if (error instanceof QueryError) return undefined;
    throw error;
  }
}

type Asked =
  | { readonly kind: 'answered'; readonly result: QueryResult }
  | { readonly kind: 'refused' | 'unsupported'; readonly message: string };

async function ask({ source }: World, query: string, instants: EvalInstants): Promise<Asked> {
  try {
    const result = instants.kind === 'instant' ? await source.query(query, instants.atMs) : await source.queryRange(query, instants);
    return { kind: 'answered', result };
  } catch (error) {
    if (error instanceof QueryError) return { kind: error.code === 'unsupported' ? 'unsupported' : 'refused', message: error.message };
    throw error;
  }
}

function checkCase({ expectations, instants }: EvalCommand, asked: Asked): string | undefined {
  const { fail } = expectations;
  if (asked.kind !== 'answered') {
    if (fail.length === 0) return `the query failed: ${asked.message}`;
    const unheard = fail.find((test) => !matches(test, asked.message));
    return unheard === undefined ? undefined : `the error ${describe(unheard)} is expected, found ${JSON.stringify(asked.message)}`;
  }
  if (fail.length > 0) return 'an error is expected, and the query was answered';
  const { warnings = [], infos = [] } = asked.result;
  return checkAnnotations(expectations, { warnings, infos }) ?? checkAnswer(expectations, instants, asked.result);
}

/** Asks an instant's query again: pinned to its time and asked at others, and as the middle of a range. Source: upstream's runner. */
async function reRun(world: World, command: EvalCommand, asked: Asked): Promise<string | undefined> {
  const { instants, query } = command;
  if (instants.kind !== 'instant' || asked.kind !== 'answered') return undefined;
  const asMiddle = await checkMiddle(world, command, query, instants.atMs);
  if (asMiddle !== undefined) return asMiddle;
  for (const variant of atModifierVariants(query, instants.atMs)) {
    const again = await ask(world, variant.query, { kind: 'instant', atMs: variant.atMs });
    const problem =
      checkCase({ ...command, instants: { kind: 'instant', atMs: variant.atMs } }, again) ??
      (await checkMiddle(world, command, variant.query, variant.atMs));
    if (problem !== undefined) return `pinned, as ${variant.query} at ${variant.atMs} ms: ${problem}`;
  }
  return undefined;
}

async function checkMiddle(world: World, { expectations }: EvalCommand, query: string, atMs: number): Promise<string | undefined> {
  if (expectations.rangeVector !== undefined || expectations.string !== undefined || expectations.ordered) return undefined;
  if (tellsGrid(parse(query))) return undefined;
  const asked = await ask(world, query, { kind: 'range', startMs: atMs - 60_000, endMs: atMs + 60_000, stepMs: 60_000 });
  if (asked.kind !== 'answered') return `as a range: ${asked.message}`;
  if (asked.result.kind !== 'matrix') return `as a range: found a ${asked.result.kind}`;
  const series = asked.result.series.flatMap(({ labels, samples }) =>
    samples.filter(([at]) => at === atMs).map((sample) => ({ labels, sample })),
  );
  const [only] = series;
  const middle: QueryResult =
    expectations.scalar === undefined ? { kind: 'vector', series } : { kind: 'scalar', sample: only?.sample ?? [atMs, Number.NaN] };
  const problem = checkAnswer(expectations, { kind: 'instant', atMs }, middle);
  return problem === undefined ? undefined : `as the middle of a range: ${problem}`;
}
