import { resolveMs } from '../syntax/durations.ts';
import type { PinnedTime, TimeShift } from '../syntax/expression.ts';
import type { Grid } from './evaluation.ts';
import { queryEndOf } from './instants.ts';

/**
 * The times that a selector or subquery reads at, one an instant of a grid: `@` pins them all to one, then the offset is taken off.
 *
 * A pinned shift answers a step of 0. `query` is the query's own grid, which `@ start()` and `@ end()` mean even within a subquery.
 */
export function shiftedGrid({ offset, at }: TimeShift, grid: Grid, query: Grid): Grid {
  const offsetMs = resolveMs(offset, query);
  if (at === undefined) return { ...grid, startMs: grid.startMs - offsetMs };
  return { startMs: pinnedMs(at, query) - offsetMs, stepMs: 0, count: grid.count };
}

function pinnedMs(at: PinnedTime, query: Grid): number {
  if (at === 'start') return query.startMs;
  return at === 'end' ? queryEndOf(query) : at;
}
