import { type Labels, QueryError, type QueryResult, type RangeSeries, type Sample } from '../query-result.ts';
import type { Expression } from './expression.ts';
import { compareLabels, labelsKey } from './labels.ts';
import { memoByLabels } from './labels-memo.ts';
import type { QueryContext, VectorPlan } from './plan.ts';
import { createPlanner } from './planner.ts';
import { staticType } from './static-type.ts';

/** The most steps that a range query may have. Source: Prometheus' HTTP API. */
export const MAX_STEPS = 11_000;

/**
 * Evaluates an expression at every step from the context's start to its end, both included; the answer is a matrix, sorted by labels.
 *
 * A generator that pauses after each step, so that whoever drives it can let others run, or stop. Throws QueryError: 'bad-query' for
 * too many steps, a step that is not positive, or an expression that is no scalar or instant vector; else as evaluateInstant.
 */
export function* evaluateRange(expression: Expression, stepMs: number, context: QueryContext): Generator<undefined, QueryResult> {
  checkSteps(stepMs, context);
  const plan = stepPlan(expression, context);
  const key = memoByLabels(labelsKey);
  const found = new Map<string, { readonly labels: Labels; readonly samples: Sample[] }>();
  for (let atMs = context.startMs; atMs <= context.endMs; atMs += stepMs) {
    const points = plan(atMs);
    context.budget.keep(points.length);
    for (const { labels, value } of points) {
      const series = found.get(key(labels)) ?? { labels, samples: [] };
      series.samples.push([atMs, value]);
      found.set(key(labels), series);
    }
    yield undefined;
  }
  const series: RangeSeries[] = [...found.values()];
  return { kind: 'matrix', series: series.sort((a, b) => compareLabels(a.labels, b.labels)) };
}

function checkSteps(stepMs: number, { startMs, endMs }: QueryContext): void {
  if (!(stepMs > 0)) throw new QueryError('bad-query', `the step must be longer than nothing, not ${stepMs} ms`);
  if (!(endMs >= startMs)) throw new QueryError('bad-query', 'the end of the range stands before its start');
  const steps = Math.floor((endMs - startMs) / stepMs) + 1;
  if (steps > MAX_STEPS)
    throw new QueryError('bad-query', `the range has ${steps} steps; at most ${MAX_STEPS} are allowed: ask with a longer step`);
}

function stepPlan(expression: Expression, context: QueryContext): VectorPlan {
  const planner = createPlanner(context);
  const type = staticType(expression);
  if (type === 'vector') return planner.vector(expression);
  if (type !== 'scalar') throw new QueryError('bad-query', `a range query needs a scalar or an instant vector, not a ${type}`);
  const scalar = planner.scalar(expression);
  const labels: Labels = {};
  return (atMs) => [{ labels, value: scalar(atMs) }];
}
