import { isAggregation } from './operators.ts';

/** Words with a meaning of their own in any case, beside aggregations and operators. */
const KEYWORDS: ReadonlySet<string> = new Set(
  'offset anchored smoothed by without on ignoring group_left group_right bool fill fill_left fill_right'.split(' '),
);
/** Words that are read as calls where a time or a duration may stand. */
const EDGES: ReadonlySet<string> = new Set(['start', 'end', 'step', 'range']);
const WORD_OPERATORS: ReadonlySet<string> = new Set(['and', 'or', 'unless', 'atan2']);
const NUMBERS: ReadonlySet<string> = new Set(['inf', 'nan']);
const NO_METRIC: ReadonlySet<string> = new Set(['bool', 'on', 'ignoring', 'group_left', 'group_right', 'atan2', 'inf', 'nan']);

/** What a word is to the parser, whatever its case: a name unless it is one of PromQL's own. */
export type WordKind = 'name' | 'keyword' | 'edge' | 'operator' | 'aggregation' | 'number';

/** Tells what a word is. */
export function wordKind(word: string): WordKind {
  const lower = word.toLowerCase();
  if (isAggregation(lower)) return 'aggregation';
  if (WORD_OPERATORS.has(lower)) return 'operator';
  if (NUMBERS.has(lower)) return 'number';
  if (EDGES.has(lower)) return 'edge';
  return KEYWORDS.has(lower) ? 'keyword' : 'name';
}

/** Answers whether a word may stand as a metric's name outside of braces: most of PromQL's own words may. */
export function mayNameMetric(word: string): boolean {
  return !NO_METRIC.has(word.toLowerCase());
}

/** Answers whether a word before a parenthesis names a function, known or not. */
export function mayNameFunction(word: string): boolean {
  const kind = wordKind(word);
  return !word.includes(':') && (kind === 'name' || kind === 'edge');
}

/** Answers whether a word may stand unquoted in a list of labels, as behind `by`. */
export function mayListLabel(word: string): boolean {
  return /^[a-zA-Z_][a-zA-Z0-9_]*$/.test(word) && !NUMBERS.has(word.toLowerCase());
}
