import type { Grid } from './promql/evaluate/evaluation.ts';
import { gridAt } from './promql/evaluate/instants.ts';
import { QueryError } from './query-result.ts';

/** When a query is asked about: at one instant, or at every step from a start to an end, both included. */
export type AskedAt = { readonly atMs: number } | { readonly startMs: number; readonly endMs: number; readonly stepMs: number };

/** The most steps from the first instant of a range query to its last. Source: Prometheus' HTTP API. */
const MAX_STEPS = 11_000;

/** The instants that a query is asked about. Throws QueryError 'bad-query' for too many steps, a step that is not positive, an end before the start, or what is no time. */
export function gridOf(asked: AskedAt): Grid {
  if ('atMs' in asked) return gridAt(finite(asked.atMs));
  const { startMs, endMs, stepMs } = asked;
  if (!(stepMs > 0)) throw new QueryError('bad-query', `the step must be longer than nothing, not ${stepMs} ms`);
  if (!(endMs >= startMs)) throw new QueryError('bad-query', 'the end of the range stands before its start');
  const count = Math.floor((endMs - startMs) / stepMs) + 1;
  if (!(count - 1 <= MAX_STEPS))
    throw new QueryError(
      'bad-query',
      'exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)',
    );
  return { startMs, stepMs, count, endMs };
}

function finite(atMs: number): number {
  if (!Number.isFinite(atMs)) throw new QueryError('bad-query', `the instant of a query must be a time, not ${atMs}`);
  return atMs;
}
