import { presentInBoth } from '../presence.ts';
import type { BinaryOperation } from '../syntax/expression.ts';
import { calculate, compare, isComparison } from './calculate.ts';

/** An operation that is none on sets. */
export type ElementwiseOperation = Pick<BinaryOperation, 'operator' | 'returnsBool'>;

/** What two columns are operated on with: their values, where both are present, and what a comparison that filters keeps. */
export interface Operands {
  readonly left: Float64Array;
  readonly right: Float64Array;
  readonly present: Uint8Array;
  readonly kept: Float64Array;
}

/** Answers whether an operation keeps or drops what is there instead of computing something new. */
export function isFilter({ operator, returnsBool }: ElementwiseOperation): boolean {
  return isComparison(operator) && !returnsBool;
}

/** The values that come of two columns and where they are present; undefined when a filter leaves nothing. */
export function operate(
  { operator, returnsBool }: ElementwiseOperation,
  { left, right, present, kept }: Operands,
): { readonly values: Float64Array; readonly present: Uint8Array } | undefined {
  if (operator === 'and' || operator === 'or' || operator === 'unless') throw new Error(`${operator} is an operation on sets`);
  if (!isComparison(operator)) return { values: calculate(operator, left, right), present };
  const holds = compare(operator, left, right);
  if (returnsBool) return { values: Float64Array.from(holds), present };
  const remaining = presentInBoth(present, holds);
  return remaining === undefined ? undefined : { values: kept, present: remaining };
}
