import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDuration } from './promql/duration.ts';
import { evaluateInstant } from './promql/evaluate-instant.ts';
import { evaluateRange } from './promql/evaluate-range.ts';
import { labelsKey, METRIC_NAME } from './promql/labels.ts';
import { parse } from './promql/parser.ts';
import { type Labels, QueryError, type QueryResult } from './query-result.ts';
import { SeriesStore } from './store/series-store.ts';
import { workBudget } from './work-budget.ts';

// Prometheus' own suite, read where CONFORMANCE_DIR says. Cases that need native histograms, or what the engine refuses by name, don't
// count; name_label_dropping.test is about a mode (delayed name removal) that production does not run in.
const FILES = ['aggregators', 'collision', 'functions', 'histograms', 'literals', 'operators', 'staleness'];
const folder = process.env['CONFORMANCE_DIR'];

interface Case {
  readonly at: string;
  readonly query: string;
  readonly times: { readonly startMs: number; readonly endMs: number; readonly stepMs: number | undefined };
  readonly fails: boolean;
  readonly ordered: boolean;
  readonly expected: readonly string[];
}

class Script {
  store = new SeriesStore({ maxSeries: 10_000 });
  /** Metrics that have native histograms here, which the store can't hold. */
  native = new Set<string>();

  load(head: string, lines: readonly string[]): void {
    const stepMs = timeOf(head.split(/\s+/)[1] ?? '');
    const latest = new Map(lines.map((line) => [labelsKey(seriesLine(line).labels), line]));
    for (const line of latest.values()) {
      const { labels, points } = seriesLine(line);
      const name = labels[METRIC_NAME] ?? '';
      if (head.startsWith('load_with_nhcb')) this.native.add(name.replace(/_bucket$/, ''));
      if (points.includes('{{')) {
        this.native.add(name);
        continue;
      }
      const series = this.store.series(labels);
      for (const [index, value] of expand(points).entries()) {
        if (value === 'stale') series?.markStale(index * stepMs);
        else if (value !== undefined) series?.append(index * stepMs, value);
      }
    }
  }
}

function timeOf(text: string): number {
  return parseDuration(text) ?? Number(text) * 1000;
}

function seriesLine(line: string): { readonly labels: Labels; readonly points: string } {
  const end = /^[\w:]*\{/.test(line) ? closingBrace(line) + 1 : line.search(/\s|$/);
  const text = line.slice(0, end);
  const selector = text === '{}' ? undefined : parse(text);
  const pairs = selector?.kind === 'selector' ? selector.matchers.map(({ name, value }) => [name, value] as const) : [];
  return { labels: Object.fromEntries(pairs.filter(([, value]) => value !== '')), points: line.slice(end).trim() };
}

function closingBrace(line: string): number {
  let quoted = false;
  for (let at = 0; at < line.length; at++) {
    if (line[at] === '"' && line[at - 1] !== '\\') quoted = !quoted;
    if (line[at] === '}' && !quoted) return at;
  }
  return line.length;
}

type PointValue = number | 'stale' | undefined;

const NUMBER = String.raw`(?:inf|nan|(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)`;
const POINTS = new RegExp(`^([+-]?${NUMBER})([+-]${NUMBER})?(?:x(\\d+))?$`, 'i');

function expand(points: string): readonly PointValue[] {
  return points.split(/\s+/).flatMap((word): PointValue[] => {
    if (word === 'stale') return ['stale'];
    const blank = /^_(?:x(\d+))?$/.exec(word);
    if (blank !== null) return Array.from({ length: Number(blank[1] ?? 1) }, () => undefined);
    const [, start, step, count] = POINTS.exec(word) ?? assert.fail(`unknown points ${word}`);
    const [first, increment] = [numberOf(start ?? ''), numberOf(step ?? '0')];
    return Array.from({ length: Number(count ?? 0) + 1 }, (_, index) => (index === 0 ? first : first + index * increment));
  });
}

function numberOf(text: string): number {
  if (/^[+-]?inf$/i.test(text)) return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return /^[+-]?nan$/i.test(text) ? Number.NaN : Number(text);
}

function casesOf(name: string, run: (script: Script, each: Case) => void): void {
  let script = new Script();
  const lines = readFileSync(join(folder ?? '', 'promql', `${name}.test`), 'utf8').split('\n');
  for (let index = 0; index < lines.length; index++) {
    const head = (lines[index] ?? '').trim();
    if (head === '' || head.startsWith('#')) continue;
    const block: string[] = [];
    while (/^\s+\S/.test(lines[index + 1] ?? '') || /^(?:\{|expect )/.test(lines[index + 1] ?? '')) {
      block.push((lines[++index] ?? '').trim());
    }
    const body = block.filter((line) => !line.startsWith('#'));
    if (head === 'clear') script = new Script();
    else if (head.startsWith('load')) script.load(head, body);
    else run(script, caseOf(`${name}.test:${index - block.length + 1}`, head, body));
  }
}

function caseOf(at: string, head: string, body: readonly string[]): Case {
  const match = /^eval(?:_\w+)? (?:instant at (\S+)|range from (\S+) to (\S+) step (\S+))\s+(.*)$/.exec(head);
  assert.ok(match !== null, `${at}: ${head}`);
  const [, instant, start, end, step, query] = match;
  const startMs = timeOf(instant ?? start ?? '');
  const times = { startMs, endMs: timeOf(instant ?? end ?? ''), stepMs: step === undefined ? undefined : timeOf(step) };
  const expected = body.filter((line) => !line.startsWith('expect'));
  const says = (what: string) => body.some((line) => line.startsWith(`expect ${what}`));
  return { at, query: query ?? '', times, fails: says('fail') || head.startsWith('eval_fail'), ordered: says('ordered'), expected };
}

function answer(script: Script, { query, times: { startMs, endMs, stepMs } }: Case): QueryResult {
  const budget = workBudget({ maxSamples: 1_000_000, checkTime: () => {} });
  const context = { reader: script.store, budget, lookbackMs: 300_000, startMs, endMs };
  const expression = parse(query);
  if (stepMs === undefined) return evaluateInstant(expression, context);
  const steps = evaluateRange(expression, stepMs, context);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** An answer as lines of the suite: labels, then a value a step, undefined where there is none. */
function toRows(result: QueryResult, { times: { startMs, endMs, stepMs } }: Case): readonly (readonly [string, readonly PointValue[]])[] {
  if (result.kind === 'string') return [];
  if (result.kind === 'scalar') return [['scalar', [result.sample[1]]]];
  if (result.kind === 'vector') return result.series.map(({ labels, sample }) => [labelsKey(labels), [sample[1]]]);
  return result.series.map(({ labels, samples }) => {
    if (stepMs === undefined) return [labelsKey(labels), samples.map(([, value]) => value)];
    const byTime = new Map(samples);
    const steps = Math.floor((endMs - startMs) / stepMs) + 1;
    return [labelsKey(labels), Array.from({ length: steps }, (_, index) => byTime.get(startMs + index * stepMs))];
  });
}

function expectedRows({ expected, times }: Case): readonly (readonly [string, readonly PointValue[]])[] {
  const [only] = expected;
  if (only !== undefined && expected.length === 1 && /^[+-]?(?:\d|inf|nan|\.)/i.test(only) && times.stepMs === undefined)
    return [['scalar', expand(only)]];
  return expected.map((line) => {
    const { labels, points } = seriesLine(line);
    return [labelsKey(labels), expand(points)];
  });
}

function isNear(a: PointValue, b: PointValue): boolean {
  if (typeof a !== 'number' || typeof b !== 'number') return a === b;
  if (Object.is(a, b) || a === b) return true;
  return Math.abs(a - b) <= 1e-6 * Math.max(Math.abs(a), Math.abs(b));
}

function check(script: Script, each: Case): void {
  if (each.fails) {
    assert.throws(() => answer(script, each), QueryError);
    return;
  }
  const [found, expected] = [toRows(answer(script, each), each), expectedRows(each)];
  const sorted = (rows: typeof found) => (each.ordered ? [...rows] : [...rows].sort(([a], [b]) => (a < b ? -1 : 1)));
  const [ours, theirs] = [sorted(found), sorted(expected)];
  const same =
    ours.length === theirs.length &&
    ours.every(([key, values], row) => {
      const [otherKey, others] = theirs[row] ?? ['', []];
      const longest = Math.max(values.length, others.length);
      return key === otherKey && Array.from({ length: longest }, (_, index) => isNear(values[index], others[index])).every(Boolean);
    });
  if (!same) assert.deepEqual(ours, theirs);
}

/** Whether a case is about what the engine does not do: native histograms, strings, and what parse refuses by name. */
function isOutOfScope(script: Script, { query, expected }: Case): boolean {
  if (expected.some((line) => line.includes('{{') || line.startsWith('expect string'))) return true;
  if (script.native.size > 0 && query.includes('__name__=~')) return true;
  if ([...script.native].some((name) => query.split(/[^\w:]+/).includes(name))) return true;
  try {
    return parse(query).kind === 'string';
  } catch (error) {
    return error instanceof QueryError && error.code === 'unsupported';
  }
}

if (folder !== undefined) {
  describe("Prometheus' own suite (CONFORMANCE_DIR)", () => {
    for (const name of FILES) {
      it(`${name}.test gives the answers it demands`, () => {
        const wrong: string[] = [];
        let tried = 0;
        let left = 0;
        casesOf(name, (script, each) => {
          if (isOutOfScope(script, each)) {
            left++;
            return;
          }
          tried++;
          try {
            check(script, each);
          } catch (error) {
            wrong.push(`${each.at} ${each.query}: ${error instanceof Error ? error.message.slice(0, 1500) : String(error)}`);
          }
        });
        console.log(`      ${name}.test: ${tried} cases tried, ${left} out of scope`);
        assert.deepEqual(wrong, []);
      });
    }
  });
}
