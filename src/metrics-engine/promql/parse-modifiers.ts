import { parseDuration } from './duration.ts';
import type { Expression, PinnedTime, RangeSelector, VectorSelector } from './expression.ts';
import { numberOf } from './number-literal.ts';
import { describeToken, type TokenCursor } from './token-cursor.ts';

/** Parses what may follow a selector: `[range]`, then `offset` and `@` in any order, each at most once. */
export function parseRangeAndModifiers(cursor: TokenCursor, selector: VectorSelector): Expression {
  const rangeMs = parseRange(cursor);
  const modified = parseModifiers(cursor, selector);
  if (rangeMs === undefined) {
    if (cursor.sees('[')) throw cursor.syntaxError(cursor.peek(), 'a range stands before offset and @, not behind');
    return modified;
  }
  refuseSubquery(cursor);
  return { kind: 'range', selector: modified, rangeMs } satisfies RangeSelector;
}

/** Throws 'unsupported' or 'bad-query' when a range follows something that is no selector. */
export function refuseSubquery(cursor: TokenCursor): void {
  const bracket = cursor.peek();
  if (!cursor.accept('[')) return;
  while (cursor.peek().kind !== 'end' && !cursor.sees(']')) {
    if (cursor.next().text.startsWith(':')) throw cursor.unsupported(bracket, 'a subquery');
  }
  throw cursor.syntaxError(bracket, 'a range may only follow a plain selector');
}

function parseRange(cursor: TokenCursor): number | undefined {
  if (!cursor.accept('[')) return undefined;
  const start = cursor.peek();
  const rangeMs = parseSpan(cursor);
  if (cursor.peek().text.startsWith(':')) throw cursor.unsupported(start, 'a subquery');
  cursor.expect(']');
  if (rangeMs <= 0) throw cursor.syntaxError(start, 'a range must be longer than nothing');
  return rangeMs;
}

/** A duration, or a number of seconds; in whole milliseconds, the rest cut off. */
function parseSpan(cursor: TokenCursor): number {
  const token = cursor.next();
  const seconds = token.kind === 'number' ? numberOf(token) : undefined;
  const spanMs = token.kind === 'duration' ? parseDuration(token.text) : seconds === undefined ? undefined : Math.trunc(seconds * 1000);
  if (spanMs === undefined || !Number.isSafeInteger(spanMs)) {
    throw cursor.syntaxError(token, `expected a duration such as 5m, found ${describeToken(token)}`);
  }
  return spanMs;
}

function parseModifiers(cursor: TokenCursor, selector: VectorSelector): VectorSelector {
  let offsetMs: number | undefined;
  let at: PinnedTime | undefined;
  for (;;) {
    const token = cursor.peek();
    if (cursor.accept('offset')) {
      if (offsetMs !== undefined) throw cursor.syntaxError(token, 'offset is set twice');
      offsetMs = parseOffset(cursor);
    } else if (cursor.accept('@')) {
      if (at !== undefined) throw cursor.syntaxError(token, '@ is set twice');
      at = parsePinnedTime(cursor);
    } else return { ...selector, offsetMs: offsetMs ?? 0, at };
  }
}

function parseOffset(cursor: TokenCursor): number {
  const backwards = cursor.accept('-');
  if (!backwards) cursor.accept('+');
  const spanMs = parseSpan(cursor);
  return backwards && spanMs !== 0 ? -spanMs : spanMs;
}

function parsePinnedTime(cursor: TokenCursor): PinnedTime {
  for (const edge of ['start', 'end'] as const) {
    if (!cursor.accept(edge)) continue;
    cursor.expect('(');
    cursor.expect(')');
    return edge;
  }
  const negative = cursor.accept('-');
  if (!negative) cursor.accept('+');
  const token = cursor.next();
  const seconds = numberOf(token);
  if (seconds === undefined || !Number.isFinite(seconds)) {
    throw cursor.syntaxError(token, `expected a time in seconds, start() or end() after @, found ${describeToken(token)}`);
  }
  const atMs = Math.round(seconds * 1000);
  return negative && atMs !== 0 ? -atMs : atMs;
}
