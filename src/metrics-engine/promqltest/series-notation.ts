import { METRIC_NAME, toLabels } from '../promql/labels.ts';
import type { Labels } from '../query-result.ts';
import { NotationError } from './notation-error.ts';
import { readQuoted } from './read-quoted.ts';

/** A point of a series in the notation: a number, a gap, the end of the series, or a native histogram, which the engine does not keep. */
export type NotedPoint = number | 'gap' | 'stale' | 'native histogram';

/** A series and its points, one a step from the start. */
export interface NotedSeries {
  readonly labels: Labels;
  readonly points: readonly NotedPoint[];
}

const NUMBER = String.raw`(?:inf|nan|(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)`;
// No hexadecimal numbers: 0x10 is 0, eleven times.
const SEQUENCE = new RegExp(`^([+-]?${NUMBER})([+-]${NUMBER})?(?:x(\\d+))?$`, 'i');
const MAX_POINTS = 1_000_000;

/**
 * Reads `name{label="value"} 1 2+3x4 _x2 stale`: the series notation of promtool's and promqltest's files. `a+bxn` is a, a+b … a+nb; `axn`
 * is a, n + 1 times; `_` is a gap.
 *
 * Throws NotationError, which says what is wrong, also for more than a million points.
 */
export function parseSeriesNotation(line: string): NotedSeries {
  const { labels, rest } = readLabels(line.trim());
  return { labels, points: parsePoints(rest) };
}

/** Reads the points alone: `1 2+3x4 _ stale`. Throws NotationError. */
export function parsePoints(text: string): readonly NotedPoint[] {
  const points: NotedPoint[] = [];
  for (const word of text.match(/\{\{.*?\}\}(?:[+-]\{\{.*?\}\})?\S*|\S+/g) ?? []) {
    points.push(...expand(word));
    if (points.length > MAX_POINTS) throw new NotationError(`more than ${MAX_POINTS} points`);
  }
  return points;
}

function expand(word: string): readonly NotedPoint[] {
  if (word === 'stale') return ['stale'];
  const gaps = /^_(?:x(\d+))?$/.exec(word);
  if (gaps !== null) return repeat(count(gaps[1] ?? '1'), () => 'gap');
  if (word.startsWith('{{')) return expandNative(word);
  const match = SEQUENCE.exec(word);
  if (match === null)
    throw new NotationError(`${JSON.stringify(word)} is no point: expected a number, _, stale, or a sequence such as 1+2x3`);
  const [, start, step, times] = match;
  const [first, increment] = [readNumber(start ?? ''), readNumber(step ?? '0')];
  // Added up one by one, as promtool does: 0.1 added ten times is not 1.
  let value = first;
  return repeat(count(times ?? '0') + 1, (index) => {
    if (index > 0) value += increment;
    return value;
  });
}

function expandNative(word: string): readonly NotedPoint[] {
  const match = /^\{\{.*?\}\}(?:[+-]\{\{.*?\}\})?(?:x(\d+))?$/.exec(word);
  if (match === null) throw new NotationError(`${JSON.stringify(word)} is no native histogram`);
  return repeat(count(match[1] ?? '0') + 1, () => 'native histogram');
}

function count(text: string): number {
  const times = Number(text);
  if (times > MAX_POINTS) throw new NotationError(`more than ${MAX_POINTS} points`);
  return times;
}

function repeat(times: number, point: (index: number) => NotedPoint): readonly NotedPoint[] {
  return Array.from({ length: times }, (_, index) => point(index));
}

/** A number as the notation writes it, `inf` and `nan` in any case; NaN for what is none. */
export function readNumber(text: string): number {
  if (/^[+-]?inf$/i.test(text)) return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return Number(text);
}

/** Answers whether a text is a number of the notation and nothing more. */
export function isNumber(text: string): boolean {
  return new RegExp(`^[+-]?${NUMBER}$`, 'i').test(text);
}

interface ReadLabels {
  readonly labels: Labels;
  readonly rest: string;
}

/** Reads `name{a="b", "c d"="e"}` or either half of it at the start of a text. Throws NotationError. */
export function readLabels(text: string): ReadLabels {
  const name = /^[a-zA-Z_:][\w:]*/.exec(text)?.[0] ?? '';
  const pairs: [string, string][] = name === '' ? [] : [[METRIC_NAME, name]];
  const brace = name.length + (/^\s*/.exec(text.slice(name.length))?.[0].length ?? 0);
  if (text[brace] !== '{' || text[brace + 1] === '{') {
    if (name === '') throw new NotationError(`${JSON.stringify(text)} begins with no series`);
    return { labels: toLabels(pairs), rest: text.slice(name.length) };
  }
  let at = brace + 1;
  for (;;) {
    at = skipBlanks(text, at);
    if (text[at] === '}') return { labels: toLabels(pairs), rest: text.slice(at + 1) };
    const pair = readPair(text, at);
    pairs.push(pair.pair);
    at = skipBlanks(text, pair.end);
    if (text[at] === ',') at += 1;
    else if (text[at] !== '}') throw new NotationError(`expected , or } behind a label in ${JSON.stringify(text)}`);
  }
}

function readPair(text: string, at: number): { readonly pair: [string, string]; readonly end: number } {
  const bare = /^[a-zA-Z_]\w*/.exec(text.slice(at))?.[0];
  const name = bare === undefined ? readQuoted(text, at) : { text: bare, end: at + bare.length };
  const equals = skipBlanks(text, name.end);
  if (text[equals] !== '=') return { pair: [METRIC_NAME, name.text], end: name.end };
  const value = readQuoted(text, skipBlanks(text, equals + 1));
  return { pair: [name.text, value.text], end: value.end };
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (text[at] === ' ' || text[at] === '\t') at += 1;
  return at;
}
