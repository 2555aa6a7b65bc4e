import { parseDuration } from '../duration.ts';
import type { Duration } from './expression.ts';
import { LARGEST_MS } from './largest-duration.ts';
import { parseNumber } from './number-literal.ts';
import { POWER_PRECEDENCE, PRECEDENCE } from './operators.ts';
import { quoteString } from './quote.ts';
import type { Token } from './token.ts';
import type { TokenCursor } from './token-cursor.ts';

type Operation = Extract<Duration, { kind: 'operation' }>;

const EXPECTED = 'number, duration, step(), or range()';

/** The seconds of a number or duration token. Throws 'bad-query' when it is malformed or out of range. */
export function secondsOf(cursor: TokenCursor, token: Token): number {
  return token.kind === 'number' ? numberOf(cursor, token) : durationMsOf(cursor, token) / 1000;
}

function numberOf(cursor: TokenCursor, token: Token): number {
  const value = parseNumber(token.text);
  if (value === undefined) throw cursor.error(token.start, `error parsing number: ${quoteString(token.text)} is no number`);
  return value;
}

function durationMsOf(cursor: TokenCursor, token: Token): number {
  const ms = parseDuration(token.text);
  if (ms === undefined) throw cursor.error(token.start, `not a valid duration string: ${quoteString(token.text)}`);
  if (ms > LARGEST_MS) throw cursor.error(token.start, 'duration out of range');
  return ms;
}

/** Parses a duration in brackets: literals, step(), range(), min_of, max_of, and arithmetic of them. */
export function parseRangeDuration(cursor: TokenCursor): Duration {
  return parseSum(cursor, 'subquery or range selector', 0);
}

/** Parses the duration behind `offset`: one literal or call that a sign may precede; arithmetic stands in parentheses. */
export function parseOffsetDuration(cursor: TokenCursor): Duration {
  if (cursor.accept('-')) return negated(parseAtom(cursor, 'offset'));
  cursor.accept('+');
  return parseAtom(cursor, 'offset');
}

/** Precedence climbing, with the precedences of numbers. */
function parseSum(cursor: TokenCursor, place: string, tighterThan: number): Duration {
  let left = parseSigned(cursor, place);
  for (;;) {
    const operator = arithmeticAt(cursor);
    if (operator === undefined || PRECEDENCE[operator] <= tighterThan) return left;
    cursor.next();
    const right = cursor.nested(() => parseSum(cursor, place, operator === '^' ? POWER_PRECEDENCE - 1 : PRECEDENCE[operator]));
    left = { kind: 'operation', operator, left, right };
  }
}

function arithmeticAt(cursor: TokenCursor): Operation['operator'] | undefined {
  const { kind, text } = cursor.peek();
  return kind === 'operator' && /^[-+*/%^]$/.test(text) ? (text as Operation['operator']) : undefined;
}

function parseSigned(cursor: TokenCursor, place: string): Duration {
  const isMinus = cursor.sees('-');
  if (!isMinus && !cursor.sees('+')) return parseAtom(cursor, place);
  cursor.next();
  const operand = cursor.nested(() => parseSum(cursor, place, POWER_PRECEDENCE - 1));
  return isMinus ? negated(operand) : operand;
}

function negated(operand: Duration): Duration {
  return operand.kind === 'fixed' ? { kind: 'fixed', ms: operand.ms === 0 ? 0 : -operand.ms } : { kind: 'minus', operand };
}

function parseAtom(cursor: TokenCursor, place: string): Duration {
  const token = cursor.peek();
  if (token.kind === 'number') return { kind: 'fixed', ms: numberOf(cursor, cursor.next()) * 1000 };
  if (token.kind === 'duration') return { kind: 'fixed', ms: durationMsOf(cursor, cursor.next()) };
  if (cursor.accept('(')) {
    const inner = cursor.nested(() => parseSum(cursor, place, 0));
    cursor.expect(')', place);
    return inner;
  }
  return parseCall(cursor, place);
}

function parseCall(cursor: TokenCursor, place: string): Duration {
  for (const kind of ['step', 'range'] as const) {
    if (!cursor.accept(kind)) continue;
    cursor.expect('(', place);
    cursor.expect(')', place);
    return { kind };
  }
  for (const [name, kind] of [['min_of', 'smaller'] as const, ['max_of', 'larger'] as const]) {
    if (cursor.accept(name)) return parsePair(cursor, place, kind);
  }
  throw cursor.unexpected(place, EXPECTED);
}

function parsePair(cursor: TokenCursor, place: string, kind: 'smaller' | 'larger'): Duration {
  cursor.expect('(', place);
  const left = cursor.nested(() => parseSum(cursor, place, 0));
  cursor.expect(',', place);
  const right = cursor.nested(() => parseSum(cursor, place, 0));
  cursor.expect(')', place);
  return { kind, left, right };
}
