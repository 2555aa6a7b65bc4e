import { QueryError, type QueryResult, type RangeSeries, type Sample } from '../query-result.ts';
import type { Expression, RangeSelector } from './expression.ts';
import { compareLabels } from './labels.ts';
import type { QueryContext, RangePoint } from './plan.ts';
import { rangePlan } from './plan-selector.ts';
import { createPlanner } from './planner.ts';
import { staticType } from './static-type.ts';

/**
 * Evaluates an expression at the context's end. A plain range selector answers its raw samples, oldest first, as a matrix.
 *
 * No data is an empty vector or matrix. Throws QueryError: 'unsupported' for a string, 'bad-query' when series collide or the answer
 * is too large, 'timeout' when the budget's time is up.
 */
export function evaluateInstant(expression: Expression, context: QueryContext): QueryResult {
  const planner = createPlanner(context);
  const atMs = context.endMs;
  if (expression.kind === 'range') return { kind: 'matrix', series: rawSamples(expression, context) };
  switch (staticType(expression)) {
    case 'scalar':
      return { kind: 'scalar', sample: [atMs, planner.scalar(expression)(atMs)] };
    case 'string':
      throw new QueryError('unsupported', 'an expression that is a string has no answer here');
    case 'vector':
    case 'range': {
      const points = planner.vector(expression)(atMs);
      context.budget.keep(points.length);
      return { kind: 'vector', series: points.map(({ labels, value }) => ({ labels, sample: [atMs, value] })) };
    }
  }
}

function rawSamples(selector: RangeSelector, context: QueryContext): readonly RangeSeries[] {
  const ranges = rangePlan(selector, context)(context.endMs);
  for (const { from, to } of ranges) context.budget.keep(to - from);
  const series = ranges.map((range) => ({ labels: range.labels, samples: samplesOf(range) }));
  return series.sort((a, b) => compareLabels(a.labels, b.labels));
}

function samplesOf({ times, values, from, to }: RangePoint): readonly Sample[] {
  return Array.from({ length: to - from }, (_, index): Sample => [times[from + index] ?? 0, values[from + index] ?? Number.NaN]);
}
