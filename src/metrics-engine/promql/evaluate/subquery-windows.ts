import { resolvePositiveMs } from '../syntax/durations.ts';
import type { Subquery } from '../syntax/expression.ts';
import { computeWindows } from './compute-windows.ts';
import { DecodedSamples } from './decoded-samples.ts';
import type { Column, Evaluator, Grid, QueryContext, WindowFunction, Work } from './evaluation.ts';
import { endOf, instantOf } from './instants.ts';
import { leftEdge } from './left-edge.ts';
import { shiftedGrid } from './shifted-grid.ts';

/**
 * Computes one value from the answers of a subquery in the window of each instant of a grid.
 *
 * The operand is evaluated once, over all instants that any window holds, and the windows are moved along its columns.
 */
export function* overSubquery(subquery: Subquery, grid: Grid, evaluator: Evaluator, compute: WindowFunction): Work<readonly Column[]> {
  const { context } = evaluator;
  const times = shiftedGrid(subquery, grid, context.grid);
  const lengthMs = resolvePositiveMs(subquery.range, context.grid);
  const inner = subqueryGrid(subquery, times, context);
  const columns: Column[] = [];
  for (const column of yield* answersOn(inner, subquery, evaluator)) {
    context.budget.keep(times.count);
    const { labels, dropsName } = column;
    const windowed = { labels, dropsName, samples: samplesOfColumn(column, inner), from: 0 };
    const computed = yield* computeWindows(windowed, { times, lengthMs, compute }, context);
    if (computed !== undefined) columns.push(computed);
    yield undefined;
  }
  return columns;
}

/**
 * The instants of a subquery whose windows end at some times: all multiples of its step within the windows' whole span.
 *
 * Aligned to 1970 and not to the query, so that the answer does not tremble with the time of asking. A count of 0 when there are none.
 */
export function subqueryGrid(subquery: Subquery, times: Grid, { grid, options }: QueryContext): Grid {
  const stepMs = subquery.step === undefined ? options.defaultStepMs : resolvePositiveMs(subquery.step, grid);
  const edgeMs = leftEdge(times.startMs, resolvePositiveMs(subquery.range, grid), options);
  const startMs = (Math.floor(edgeMs / stepMs) + 1) * stepMs;
  return { startMs, stepMs, count: Math.max(0, Math.floor((endOf(times) - startMs) / stepMs) + 1) };
}

/** The columns of a subquery's operand over its own grid. */
export function* answersOn(inner: Grid, { operand }: Subquery, evaluator: Evaluator): Work<readonly Column[]> {
  if (inner.count === 0) return [];
  // Before anything is made for so many instants.
  evaluator.context.budget.keep(inner.count);
  return yield* evaluator.vector(operand, inner);
}

/** The instants at which a column has a value, as samples. */
export function samplesOfColumn({ values, present }: Pick<Column, 'values' | 'present'>, grid: Grid): DecodedSamples {
  const count = present.reduce((sum, isPresent) => sum + isPresent, 0);
  const columns = { times: new Float64Array(count), values: new Float64Array(count) };
  for (let index = 0, next = 0; index < grid.count; index++) {
    if (present[index] === 0) continue;
    columns.times[next] = instantOf(grid, index);
    columns.values[next] = values[index] ?? Number.NaN;
    next++;
  }
  return new DecodedSamples(columns);
}
