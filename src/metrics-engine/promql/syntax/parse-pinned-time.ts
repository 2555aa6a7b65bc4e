import type { PinnedTime } from './expression.ts';
import { formatNumber } from './number-literal.ts';
import { parseSignedNumber, seesNumber } from './parse-number.ts';
import type { TokenCursor } from './token-cursor.ts';

// JavaScript's last representable day, far within Prometheus' 63 bits of milliseconds.
const LARGEST_MS = 8.64e15;

/** Parses what follows `@`: seconds since 1970, which may have a sign and a fraction, or start() or end(). A time out of bounds is an error of the operand's place. */
export function parsePinnedTime(cursor: TokenCursor, operandAt: number): PinnedTime {
  for (const edge of ['start', 'end'] as const) {
    if (!cursor.accept(edge)) continue;
    if (!cursor.accept('(') || !cursor.accept(')')) throw cursor.unexpected('@', 'timestamp');
    return edge;
  }
  if (!seesNumber(cursor, true)) throw cursor.unexpected('@', 'timestamp');
  const seconds = parseSignedNumber(cursor);
  // Rounded half away from zero, as Go rounds.
  const ms = Math.sign(seconds) * Math.round(Math.abs(seconds) * 1000);
  if (!(Math.abs(ms) <= LARGEST_MS)) throw cursor.error(operandAt, `timestamp out of bounds for @ modifier: ${formatNumber(seconds)}`);
  return ms + 0;
}
