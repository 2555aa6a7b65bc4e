import { QueryError } from '../../query-result.ts';
import { isConstantDuration, resolveMs, resolvePositiveMs } from './durations.ts';
import type { Duration } from './expression.ts';
import { parseOffsetDuration, parseRangeDuration } from './parse-duration.ts';
import type { TokenCursor } from './token-cursor.ts';

/** Any grid will do for a duration that is the same in every query. */
const ANY_GRID = { startMs: 0, stepMs: 1, count: 1 } as const;

/** Parses a range or a subquery's step. Throws 'bad-query' also for one that is nothing or less in every query. */
export function parseCheckedRange(cursor: TokenCursor): Duration {
  const { start } = cursor.peek();
  return checked(cursor, start, parseRangeDuration(cursor), resolvePositiveMs);
}

/** Parses what follows `offset`. Throws 'bad-query' also for what comes to no duration in any query. */
export function parseCheckedOffset(cursor: TokenCursor): Duration {
  const { start } = cursor.peek();
  return checked(cursor, start, parseOffsetDuration(cursor), resolveMs);
}

/** What is wrong with a duration in every query is told now, with its place; a literal is cut off to whole milliseconds. */
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
