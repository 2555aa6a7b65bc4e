import type { PinnedTime } from './expression.ts';
import { parseSignedNumber, seesNumber } from './parse-number.ts';
import type { TokenCursor } from './token-cursor.ts';

// JavaScript's last representable day, far within Prometheus' 63 bits of milliseconds.
const LARGEST_MS = 8.64e15;

/** Parses what follows `@`: seconds since 1970, which may have a sign and a fraction, or start() or end(). */
export function parsePinnedTime(cursor: TokenCursor): PinnedTime {
  for (const edge of ['start', 'end'] as const) {
    if (!cursor.accept(edge)) continue;
    cursor.expect('(', '@');
    cursor.expect(')', '@');
    return edge;
  }
  if (!seesNumber(cursor, true)) throw cursor.unexpected('@', 'timestamp');
  const { start } = cursor.peek();
  const seconds = parseSignedNumber(cursor);
  // Rounded half away from zero, as Go rounds.
  const ms = Math.sign(seconds) * Math.round(Math.abs(seconds) * 1000);
  if (!(Math.abs(ms) <= LARGEST_MS)) throw cursor.error(start, `timestamp out of bounds for @ modifier: ${seconds}`);
  return ms + 0;
}
