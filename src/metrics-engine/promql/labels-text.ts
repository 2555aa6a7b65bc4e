import type { Labels } from '../query-result.ts';
import { compareText } from './labels.ts';
import { quoteString } from './syntax/quote.ts';

const PLAIN_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** Writes labels as Prometheus' messages do: {a="1", b="2"}, a name in quotes where it isn't plain. */
export function labelsText(labels: Labels): string {
  const pairs = Object.entries(labels).sort(([a], [b]) => compareText(a, b));
  return `{${pairs.map(([name, value]) => `${PLAIN_NAME.test(name) ? name : quoteString(name)}=${quoteString(value)}`).join(', ')}}`;
}
