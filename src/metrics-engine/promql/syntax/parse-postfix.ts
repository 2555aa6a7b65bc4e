import { parseCheckedOffset, parseCheckedRange } from './checked-duration.ts';
import type { Duration, Expression, RangeSelector, Subquery } from './expression.ts';
import { NO_OFFSET } from './no-offset.ts';
import { parsePinnedTime } from './parse-pinned-time.ts';
import { type PostfixTarget, shiftable, shifted } from './postfix-target.ts';
import type { TokenCursor } from './token-cursor.ts';

/**
 * Parses what may follow an expression: `[range]`, `[range:step]`, `offset` and `@`, as often as they follow.
 *
 * An expression in parentheses, which then begins at `start`, takes a subquery only, even when it is a plain selector.
 */
export function parsePostfix(cursor: TokenCursor, operand: Expression, start = operand.span.start): Expression {
  let target: PostfixTarget = { expression: operand, start, closed: start < operand.span.start, hasOffset: false, hasAt: false };
  for (;;) {
    if (cursor.sees('[')) target = parseBrackets(cursor, target);
    else if (cursor.sees('offset')) target = parseOffset(cursor, target);
    else if (cursor.sees('@')) target = parseAt(cursor, target);
    else {
      refuseExtended(cursor);
      return target.expression;
    }
  }
}

function parseBrackets(cursor: TokenCursor, target: PostfixTarget): PostfixTarget {
  const bracket = cursor.next();
  const range = parseCheckedRange(cursor);
  if (cursor.accept(':')) {
    return { ...target, expression: parseSubquery(cursor, target, range), closed: false, hasOffset: false, hasAt: false };
  }
  cursor.expect(']', 'subquery or range selector');
  return { ...target, expression: rangeOf(cursor, bracket.start, target, range) };
}

function parseSubquery(cursor: TokenCursor, { expression: operand, start }: PostfixTarget, range: Duration): Subquery {
  const step = cursor.sees(']') ? undefined : parseCheckedRange(cursor);
  cursor.expect(']', 'subquery selector');
  return { kind: 'subquery', operand, range, step, offset: NO_OFFSET, at: undefined, span: cursor.spanFrom(start) };
}

function rangeOf(cursor: TokenCursor, at: number, target: PostfixTarget, range: Duration): RangeSelector {
  const { expression: selector, closed, hasOffset, hasAt, start } = target;
  if (closed || selector.kind !== 'selector') throw cursor.error(at, 'ranges only allowed for vector selectors');
  if (hasOffset) throw cursor.error(at, 'no offset modifiers allowed before range');
  if (hasAt) throw cursor.error(at, 'no @ modifiers allowed before range');
  return { kind: 'range', selector, range, span: cursor.spanFrom(start) };
}

function parseOffset(cursor: TokenCursor, target: PostfixTarget): PostfixTarget {
  const expression = shiftable(cursor, target, 'offset');
  cursor.next();
  const offset = parseCheckedOffset(cursor);
  if (target.hasOffset) throw cursor.error(target.start, 'offset may not be set multiple times');
  return { ...target, expression: shifted(cursor, expression, { offset }), hasOffset: true };
}

function parseAt(cursor: TokenCursor, target: PostfixTarget): PostfixTarget {
  const expression = shiftable(cursor, target, '@');
  cursor.next();
  const at = parsePinnedTime(cursor, target.start);
  if (target.hasAt) throw cursor.error(target.start, '@ <timestamp> may not be set multiple times');
  return { ...target, expression: shifted(cursor, expression, { at }), hasAt: true };
}

function refuseExtended(cursor: TokenCursor): void {
  const { start } = cursor.peek();
  for (const word of ['anchored', 'smoothed']) {
    if (cursor.sees(word)) throw cursor.unsupported(start, `the selector modifier ${word}`);
  }
}
