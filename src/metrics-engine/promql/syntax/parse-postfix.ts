import { QueryError } from '../../query-result.ts';
import { isConstantDuration, resolveMs, resolvePositiveMs } from './durations.ts';
import type { Duration, Expression, RangeSelector, Subquery, TimeShift, VectorSelector } from './expression.ts';
import { NO_OFFSET } from './no-offset.ts';
import { parseOffsetDuration, parseRangeDuration } from './parse-duration.ts';
import { parsePinnedTime } from './parse-pinned-time.ts';
import type { TokenCursor } from './token-cursor.ts';

/** Any grid will do for a duration that is the same in every query. */
const ANY_GRID = { startMs: 0, stepMs: 1, count: 1 } as const;

/** Which modifiers an expression has been given already. */
interface Given {
  readonly offset: boolean;
  readonly at: boolean;
}

const NOTHING_GIVEN: Given = { offset: false, at: false };

/**
 * Parses what may follow an expression: `[range]`, `[range:step]`, `offset` and `@`, as often as they follow.
 *
 * An expression in parentheses, which then begins at `start`, takes a subquery only, even when it is a plain selector.
 */
export function parsePostfix(cursor: TokenCursor, operand: Expression, start = operand.span.start): Expression {
  let expression = operand;
  let given = NOTHING_GIVEN;
  let closed = start < operand.span.start;
  for (;;) {
    if (cursor.sees('[')) {
      expression = parseBrackets(cursor, expression, start, closed, given);
      closed = false;
      if (expression.kind === 'subquery') given = NOTHING_GIVEN;
    } else if (cursor.sees('offset')) {
      expression = parseOffset(cursor, shiftable(cursor, expression, start, closed, 'offset'), given);
      given = { ...given, offset: true };
    } else if (cursor.sees('@')) {
      expression = parseAt(cursor, shiftable(cursor, expression, start, closed, '@'), given);
      given = { ...given, at: true };
    } else {
      refuseExtended(cursor);
      return expression;
    }
  }
}

function parseBrackets(cursor: TokenCursor, operand: Expression, start: number, closed: boolean, given: Given): Expression {
  const bracket = cursor.expect('[', '');
  const range = positive(cursor, parseRangeDuration);
  if (cursor.accept(':')) return parseSubquery(cursor, operand, start, range);
  cursor.expect(']', 'subquery or range selector');
  if (closed || operand.kind !== 'selector') throw cursor.error(bracket.start, 'ranges only allowed for vector selectors');
  if (given.offset) throw cursor.error(bracket.start, 'no offset modifiers allowed before range');
  if (given.at) throw cursor.error(bracket.start, 'no @ modifiers allowed before range');
  return { kind: 'range', selector: operand, range, span: cursor.spanFrom(operand.span.start) };
}

function parseSubquery(cursor: TokenCursor, operand: Expression, start: number, range: Duration): Subquery {
  const step = cursor.sees(']') ? undefined : positive(cursor, parseRangeDuration);
  cursor.expect(']', 'subquery selector');
  return { kind: 'subquery', operand, range, step, offset: NO_OFFSET, at: undefined, span: cursor.spanFrom(start) };
}

type Shiftable = VectorSelector | RangeSelector | Subquery;

function shiftable(cursor: TokenCursor, expression: Expression, start: number, closed: boolean, modifier: 'offset' | '@'): Shiftable {
  const { kind } = expression;
  if (!closed && (kind === 'selector' || kind === 'range' || kind === 'subquery')) return expression;
  const allowed = 'an instant vector selector or range vector selector or a subquery';
  throw cursor.error(start, `${modifier} modifier must be preceded by ${allowed}`);
}

function parseOffset(cursor: TokenCursor, target: Shiftable, given: Given): Shiftable {
  cursor.next();
  const offset = checked(cursor, cursor.peek().start, parseOffsetDuration(cursor), resolveMs);
  if (given.offset) throw cursor.error(target.span.start, 'offset may not be set multiple times');
  return shifted(cursor, target, { offset });
}

function parseAt(cursor: TokenCursor, target: Shiftable, given: Given): Shiftable {
  cursor.next();
  const at = parsePinnedTime(cursor, target.span.start);
  if (given.at) throw cursor.error(target.span.start, '@ <timestamp> may not be set multiple times');
  return shifted(cursor, target, { at });
}

/** A range's shift is its selector's. */
function shifted(cursor: TokenCursor, target: Shiftable, shift: Partial<TimeShift>): Shiftable {
  const span = cursor.spanFrom(target.span.start);
  return target.kind === 'range' ? { ...target, selector: { ...target.selector, ...shift }, span } : { ...target, ...shift, span };
}

function positive(cursor: TokenCursor, parse: (cursor: TokenCursor) => Duration): Duration {
  const { start } = cursor.peek();
  return checked(cursor, start, parse(cursor), resolvePositiveMs);
}

/** What is wrong with a duration in every query is told now, with its place. */
function checked(cursor: TokenCursor, start: number, duration: Duration, resolve: typeof resolveMs): Duration {
  if (!isConstantDuration(duration)) return duration;
  try {
    const ms = resolve(duration, ANY_GRID);
    return duration.kind === 'fixed' ? { kind: 'fixed', ms } : duration;
  } catch (problem) {
    if (problem instanceof QueryError) throw cursor.error(start, problem.message);
    throw problem;
  }
}

function refuseExtended(cursor: TokenCursor): void {
  const { start } = cursor.peek();
  for (const word of ['anchored', 'smoothed']) {
    if (cursor.sees(word)) throw cursor.unsupported(start, `the selector modifier ${word}`);
  }
}
