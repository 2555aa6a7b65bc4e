import { METRIC_NAME } from '../labels.ts';
import type { VectorSelector } from './expression.ts';
import { NO_OFFSET } from './no-offset.ts';
import { parseMatchers } from './parse-matchers.ts';
import { quoteString } from './quote.ts';
import type { TokenCursor } from './token-cursor.ts';

/** Parses `name{matchers}` at the cursor; the name or the braces may be missing. */
export function parseSelector(cursor: TokenCursor): VectorSelector {
  const { kind, text, start } = cursor.peek();
  const named = kind === 'identifier';
  if (named) cursor.next();
  const inBraces = parseMatchers(cursor);
  const twice = named ? inBraces.find(({ name }) => name === METRIC_NAME) : undefined;
  if (twice !== undefined)
    throw cursor.error(start, `metric name must not be set twice: ${quoteString(text)} or ${quoteString(twice.value)}`);
  const matchers = named ? [{ name: METRIC_NAME, operator: '=', value: text } as const, ...inBraces] : inBraces;
  return { kind: 'selector', matchers, offset: NO_OFFSET, at: undefined, span: cursor.spanFrom(start) };
}
