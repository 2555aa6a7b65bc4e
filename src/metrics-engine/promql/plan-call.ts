import type { FunctionCall } from './expression.ts';
import { FUNCTION_SIGNATURES, type FunctionName } from './function-signatures.ts';
import type { Planner, ScalarPlan, VectorPlan } from './plan.ts';
import { argumentOf } from './plan-argument.ts';
import { histogramPlan } from './plan-histogram.ts';
import { clampMaxPlan, clampMinPlan, clampPlan, roundPlan, sortPlan, timestampPlan, valuePlan, vectorPlan } from './plan-map.ts';
import { absentPlan, quantileOverTimePlan, rangeFunctionPlan } from './plan-range-call.ts';
import { RANGE_FUNCTIONS, type RangeFunctionName } from './range-functions.ts';
import { VALUE_FUNCTIONS, type ValueFunctionName } from './value-functions.ts';

type CallPlan = (call: FunctionCall, planner: Planner) => VectorPlan;
type ScalarFunctionName = 'scalar' | 'time';

const SPECIAL = {
  quantile_over_time: quantileOverTimePlan,
  histogram_quantile: histogramPlan,
  absent: absentPlan,
  absent_over_time: absentPlan,
  vector: vectorPlan,
  timestamp: timestampPlan,
  clamp: clampPlan,
  clamp_min: clampMinPlan,
  clamp_max: clampMaxPlan,
  round: roundPlan,
  sort: (call, planner) => sortPlan(call, planner, 'ascending'),
  sort_desc: (call, planner) => sortPlan(call, planner, 'descending'),
} as const satisfies Readonly<Record<Exclude<FunctionName, RangeFunctionName | ValueFunctionName | ScalarFunctionName>, CallPlan>>;

const PLANS: ReadonlyMap<string, CallPlan> = new Map<string, CallPlan>([
  ...Object.entries(SPECIAL),
  ...Object.entries(RANGE_FUNCTIONS).map(([name, compute]) => [name, rangeFunctionPlan(compute, name)] as const),
  ...Object.entries(VALUE_FUNCTIONS).map(([name, compute]) => [name, valuePlan(compute)] as const),
]);

/** Makes a call ready whose answer is an instant vector. */
export function vectorCallPlan(call: FunctionCall, planner: Planner): VectorPlan {
  const plan = PLANS.get(call.name);
  if (plan === undefined) throw new Error(`${call.name}() gives a ${FUNCTION_SIGNATURES[call.name].gives}, not a vector`);
  return plan(call, planner);
}

/** Makes a call ready whose answer is a scalar: time() in seconds, or scalar(), which is NaN unless its vector has exactly one element. */
export function scalarCallPlan(call: FunctionCall, planner: Planner): ScalarPlan {
  if (call.name === 'time') return (atMs) => atMs / 1000;
  const vector = planner.vector(argumentOf(call, 0));
  return (atMs) => {
    const [only, ...others] = vector(atMs);
    return only === undefined || others.length > 0 ? Number.NaN : only.value;
  };
}
