import { byValue } from './aggregations.ts';
import { nameless } from './distinct-labels.ts';
import type { FunctionCall } from './expression.ts';
import type { Planner, Point, ScalarPlan, VectorPlan } from './plan.ts';
import { argumentOf } from './plan-argument.ts';
import { selectorPlan } from './plan-selector.ts';
import { clampTo, roundTo, type ValueFunction } from './value-functions.ts';

/** A function that maps each value by itself. */
export function valuePlan(compute: ValueFunction): (call: FunctionCall, planner: Planner) => VectorPlan {
  return (call, planner) => mapped(call, planner, () => compute);
}

function mapped(call: FunctionCall, planner: Planner, computeAt: (atMs: number) => ValueFunction): VectorPlan {
  const vector = planner.vector(argumentOf(call, 0));
  return nameless((atMs) => {
    const compute = computeAt(atMs);
    return vector(atMs).map(({ labels, value }) => ({ labels, value: compute(value) }));
  });
}

/** round(vector, step), to whole numbers by default. */
export function roundPlan(call: FunctionCall, planner: Planner): VectorPlan {
  const step = call.args[1] === undefined ? () => 1 : planner.scalar(call.args[1]);
  return mapped(call, planner, (atMs) => (value) => roundTo(value, step(atMs)));
}

/** clamp(vector, lowest, highest): no series at all while the lowest is above the highest. */
export function clampPlan(call: FunctionCall, planner: Planner): VectorPlan {
  return clampBetween(call, planner, planner.scalar(argumentOf(call, 1)), planner.scalar(argumentOf(call, 2)));
}

/** clamp_min(vector, lowest). */
export function clampMinPlan(call: FunctionCall, planner: Planner): VectorPlan {
  return clampBetween(call, planner, planner.scalar(argumentOf(call, 1)), () => Number.POSITIVE_INFINITY);
}

/** clamp_max(vector, highest). */
export function clampMaxPlan(call: FunctionCall, planner: Planner): VectorPlan {
  return clampBetween(call, planner, () => Number.NEGATIVE_INFINITY, planner.scalar(argumentOf(call, 1)));
}

function clampBetween(call: FunctionCall, planner: Planner, lowest: ScalarPlan, highest: ScalarPlan): VectorPlan {
  const clamped = mapped(call, planner, (atMs) => (value) => clampTo(value, lowest(atMs), highest(atMs)));
  return (atMs) => (lowest(atMs) > highest(atMs) ? [] : clamped(atMs));
}

/** sort and sort_desc; they order an instant query's answer, and have no effect on a range query's. */
export function sortPlan(call: FunctionCall, planner: Planner, order: 'ascending' | 'descending'): VectorPlan {
  const vector = planner.vector(argumentOf(call, 0));
  return (atMs) => [...vector(atMs)].sort(byValue(order));
}

/** timestamp(vector): when each sample was scraped, in seconds; for a vector that was computed, the instant asked for. */
export function timestampPlan(call: FunctionCall, planner: Planner): VectorPlan {
  const operand = argumentOf(call, 0);
  if (operand.kind !== 'selector') return mapped(call, planner, (atMs) => () => atMs / 1000);
  const sampled = selectorPlan(operand, planner.context);
  return nameless((atMs) => sampled(atMs).map(({ labels, sampledAtMs }) => ({ labels, value: sampledAtMs / 1000 })));
}

/** vector(scalar): one element without labels. */
export function vectorPlan(call: FunctionCall, planner: Planner): VectorPlan {
  const scalar = planner.scalar(argumentOf(call, 0));
  return (atMs): readonly Point[] => [{ labels: {}, value: scalar(atMs) }];
}
