import { absentLabels } from './absent-labels.ts';
import { nameless } from './distinct-labels.ts';
import type { FunctionCall } from './expression.ts';
import type { Planner, Point, RangePlan, VectorPlan } from './plan.ts';
import { argumentOf } from './plan-argument.ts';
import { type RangeFunction, valuesOf } from './range-functions.ts';
import { staticType } from './static-type.ts';
import { quantileOf } from './statistics.ts';

// Their answer is still a sample of the metric, so it keeps the metric's name.
const KEEPS_NAME: ReadonlySet<string> = new Set(['last_over_time', 'first_over_time']);

/** A function that takes nothing but a range. */
export function rangeFunctionPlan(compute: RangeFunction, name: string): (call: FunctionCall, planner: Planner) => VectorPlan {
  return (call, planner) => {
    const plan = mapRanges(planner.range(argumentOf(call, 0)), () => compute);
    return KEEPS_NAME.has(name) ? plan : nameless(plan);
  };
}

/** quantile_over_time(share, range). */
export function quantileOverTimePlan(call: FunctionCall, planner: Planner): VectorPlan {
  const share = planner.scalar(argumentOf(call, 0));
  const ranges = planner.range(argumentOf(call, 1));
  return nameless(mapRanges(ranges, (atMs) => (range) => quantileOf(share(atMs), valuesOf(range))));
}

function mapRanges(ranges: RangePlan, computeAt: (atMs: number) => RangeFunction): VectorPlan {
  return (atMs) => {
    const compute = computeAt(atMs);
    const points: Point[] = [];
    for (const range of ranges(atMs)) {
      const value = compute(range);
      if (value !== undefined) points.push({ labels: range.labels, value });
    }
    return points;
  };
}

/** absent and absent_over_time: 1, with the labels that the selector pins, while nothing is there. */
export function absentPlan(call: FunctionCall, planner: Planner): VectorPlan {
  const operand = argumentOf(call, 0);
  const present = staticType(operand) === 'range' ? planner.range(operand) : planner.vector(operand);
  const labels = absentLabels(operand);
  return (atMs) => (present(atMs).length > 0 ? [] : [{ labels, value: 1 }]);
}
