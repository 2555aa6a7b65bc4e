import type { ArithmeticOperator, ComparisonOperator } from '../syntax/expression.ts';
import { power } from './power.ts';

type OfTwo<Result> = (left: number, right: number) => Result;

// JavaScript's % is C's fmod and so Go's; atan2 may differ from Go's in the last bit.
const ARITHMETIC: Readonly<Record<ArithmeticOperator, OfTwo<number>>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '%': (left, right) => left % right,
  '^': power,
  atan2: Math.atan2,
};

// Every comparison with NaN is false, but for !=.
const COMPARISONS: Readonly<Record<ComparisonOperator, OfTwo<boolean>>> = {
  '==': (left, right) => left === right,
  '!=': (left, right) => left !== right,
  '>': (left, right) => left > right,
  '<': (left, right) => left < right,
  '>=': (left, right) => left >= right,
  '<=': (left, right) => left <= right,
};

/** Answers whether an operator compares. */
export function isComparison(operator: string): operator is ComparisonOperator {
  return Object.hasOwn(COMPARISONS, operator);
}

/** Computes with the numbers of two columns, pair by pair, as Go does. */
export function calculate(operator: ArithmeticOperator, left: Float64Array, right: Float64Array): Float64Array {
  const compute = ARITHMETIC[operator];
  const results = new Float64Array(left.length);
  for (let index = 0; index < results.length; index++) results[index] = compute(left[index] ?? 0, right[index] ?? 0);
  return results;
}

/** Compares the numbers of two columns, pair by pair: 1 where the comparison holds, else 0. */
export function compare(operator: ComparisonOperator, left: Float64Array, right: Float64Array): Uint8Array {
  const holds = COMPARISONS[operator];
  const results = new Uint8Array(left.length);
  for (let index = 0; index < results.length; index++) results[index] = Number(holds(left[index] ?? 0, right[index] ?? 0));
  return results;
}
