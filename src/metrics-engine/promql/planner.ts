import { nameless } from './distinct-labels.ts';
import type { Expression } from './expression.ts';
import { isRange, type Planner, type QueryContext, type RangePlan, type ScalarPlan, type VectorPlan } from './plan.ts';
import { aggregationPlan } from './plan-aggregation.ts';
import { scalarBinaryPlan, vectorBinaryPlan } from './plan-binary.ts';
import { scalarCallPlan, vectorCallPlan } from './plan-call.ts';
import { rangePlan, selectorPlan } from './plan-selector.ts';

/** A planner for one query: what its plans derive from labels is shared by all steps of the query, and by no other query. */
export function createPlanner(context: QueryContext): Planner {
  const planner: Planner = {
    context,
    scalar: (expression) => planScalar(expression, planner),
    vector: (expression) => planVector(expression, planner),
    range: (expression) => planRange(expression, planner),
  };
  return planner;
}

function planScalar(expression: Expression, planner: Planner): ScalarPlan {
  switch (expression.kind) {
    case 'number':
      return () => expression.value;
    case 'call':
      return scalarCallPlan(expression, planner);
    case 'minus': {
      const operand = planner.scalar(expression.operand);
      return (atMs) => -operand(atMs);
    }
    case 'binary':
      return scalarBinaryPlan(expression, planner);
    case 'string':
    case 'selector':
    case 'range':
    case 'aggregation':
      throw wrongType(expression, 'scalar');
  }
}

function planVector(expression: Expression, planner: Planner): VectorPlan {
  switch (expression.kind) {
    case 'selector':
      return selectorPlan(expression, planner.context);
    case 'call':
      return vectorCallPlan(expression, planner);
    case 'aggregation':
      return aggregationPlan(expression, planner);
    case 'minus': {
      const operand = planner.vector(expression.operand);
      return nameless((atMs) => operand(atMs).map(({ labels, value }) => ({ labels, value: -value })));
    }
    case 'binary':
      return vectorBinaryPlan(expression, planner);
    case 'number':
    case 'string':
    case 'range':
      throw wrongType(expression, 'vector');
  }
}

function planRange(expression: Expression, planner: Planner): RangePlan {
  if (!isRange(expression)) throw wrongType(expression, 'range');
  return rangePlan(expression, planner.context);
}

/** The parser has checked all types, so this is a bug of ours. */
function wrongType({ kind }: Expression, wanted: string): Error {
  return new Error(`a ${kind} expression was planned as a ${wanted}`);
}
