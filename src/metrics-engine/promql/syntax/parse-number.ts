import { wordKind } from './keywords.ts';
import { secondsOf } from './parse-duration.ts';
import type { Token } from './token.ts';
import type { TokenCursor } from './token-cursor.ts';

/** Answers whether a number comes next: digits, a duration (in seconds), Inf or NaN; with a sign where one is allowed. */
export function seesNumber(cursor: TokenCursor, signed: boolean): boolean {
  const isSigned = signed && (cursor.sees('-') || cursor.sees('+'));
  return isNumber(cursor.peek(isSigned ? 1 : 0));
}

function isNumber({ kind, text }: Token): boolean {
  return kind === 'number' || kind === 'duration' || (kind === 'identifier' && wordKind(text) === 'number');
}

/** Parses the number that comes next. Throws 'bad-query' when it is malformed. */
export function parseNumberToken(cursor: TokenCursor): number {
  const token = cursor.next();
  if (token.kind !== 'identifier') return secondsOf(cursor, token);
  return token.text.toLowerCase() === 'inf' ? Number.POSITIVE_INFINITY : Number.NaN;
}

/** As parseNumberToken, with an optional sign. */
export function parseSignedNumber(cursor: TokenCursor): number {
  if (cursor.accept('-')) return -parseNumberToken(cursor);
  cursor.accept('+');
  return parseNumberToken(cursor);
}
