import { calculate, compare } from './arithmetic.ts';
import { nameless } from './distinct-labels.ts';
import type { ArithmeticOperator, BinaryOperation, ComparisonOperator } from './expression.ts';
import { isComparison, isSetOperator } from './operators.ts';
import type { Planner, Point, ScalarPlan, VectorPlan } from './plan.ts';
import { setPlan } from './set-operations.ts';
import { staticType } from './static-type.ts';
import { matchedPlan } from './vector-matching.ts';

/** An operation between two scalars. */
export function scalarBinaryPlan({ operator, left, right }: BinaryOperation, planner: Planner): ScalarPlan {
  const [a, b] = [planner.scalar(left), planner.scalar(right)];
  const combine = combineScalars(operator);
  return (atMs) => combine(a(atMs), b(atMs));
}

function combineScalars(operator: BinaryOperation['operator']): (left: number, right: number) => number {
  if (isComparison(operator)) return (left, right) => Number(compare(operator, left, right));
  if (isSetOperator(operator)) return () => Number.NaN;
  return (left, right) => calculate(operator, left, right);
}

/** An operation with an instant vector on at least one side. */
export function vectorBinaryPlan(operation: BinaryOperation, planner: Planner): VectorPlan {
  const { operator, left, right, returnsBool } = operation;
  if (isSetOperator(operator)) return setPlan(operator, operation.matching, planner.vector(left), planner.vector(right));
  const [leftType, rightType] = [staticType(left), staticType(right)];
  if (leftType === 'vector' && rightType === 'vector') return matchedPlan(operator, operation, planner.vector(left), planner.vector(right));
  const combine = combineWithScalar(operator, returnsBool);
  const plan =
    leftType === 'vector'
      ? mapPoints(planner.vector(left), planner.scalar(right), (value, scalar) => combine(value, scalar, value))
      : mapPoints(planner.vector(right), planner.scalar(left), (value, scalar) => combine(scalar, value, value));
  // A comparison that filters answers the very points it was given, names and all.
  return isComparison(operator) && !returnsBool ? plan : nameless(plan);
}

/** Combines both sides; a comparison that filters answers the vector's own value, or undefined to drop the point. */
function combineWithScalar(operator: ArithmeticOperator | ComparisonOperator, returnsBool: boolean) {
  return (left: number, right: number, own: number): number | undefined => {
    if (!isComparison(operator)) return calculate(operator, left, right);
    const holds = compare(operator, left, right);
    if (returnsBool) return Number(holds);
    return holds ? own : undefined;
  };
}

function mapPoints(vector: VectorPlan, scalar: ScalarPlan, combine: (value: number, scalar: number) => number | undefined): VectorPlan {
  return (atMs) => {
    const other = scalar(atMs);
    const points: Point[] = [];
    for (const { labels, value } of vector(atMs)) {
      const combined = combine(value, other);
      if (combined !== undefined) points.push({ labels, value: combined });
    }
    return points;
  };
}
