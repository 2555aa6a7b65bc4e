import { QueryError } from '../../query-result.ts';
import type { Annotations } from '../evaluate/evaluation.ts';
import { generalNotation } from '../general-notation.ts';
import type { Span } from '../syntax/expression.ts';

// The largest number below 2^63 that a float holds, and -2^63: beyond them a whole number of 64 bits has no room.
const [MOST, LEAST] = [9_223_372_036_854_774_784, -9_223_372_036_854_775_808];

/**
 * How many members topk, bottomk and limitk may choose at each instant, whole numbers not above `available`; undefined when none ever.
 *
 * Throws 'execution' for a parameter that is NaN, or that 64 bits can't hold, at any instant.
 */
export function countLimits(parameters: Float64Array, available: number): Float64Array | undefined {
  const [smallest, largest] = [leastOrNaN(parameters), greatestOrNaN(parameters)];
  if (largest < 1) return undefined;
  if (Number.isNaN(largest)) throw new QueryError('execution', 'Parameter value is NaN');
  if (smallest <= LEAST) throw new QueryError('execution', `Scalar value ${generalNotation(smallest)} underflows int64`);
  if (largest >= MOST) throw new QueryError('execution', `Scalar value ${generalNotation(largest)} overflows int64`);
  return parameters.map((parameter) => Math.min(Math.trunc(parameter), available));
}

/**
 * The ratios that limit_ratio goes by, between -1 and 1; undefined when all are 0.
 *
 * Warns of ratios beyond. Throws 'execution' for one that is NaN.
 */
export function ratioLimits(parameters: Float64Array, annotations: Annotations, span: Span): Float64Array | undefined {
  const [smallest, largest] = [leastOrNaN(parameters), greatestOrNaN(parameters)];
  if (largest === 0 && smallest === 0) return undefined;
  if (Number.isNaN(largest)) throw new QueryError('execution', 'Ratio value is NaN');
  if (largest > 1) annotations.warn(ratioWarning(largest, 1), span);
  if (smallest < -1) annotations.warn(ratioWarning(smallest, -1), span);
  return parameters.map((parameter) => Math.min(Math.max(parameter, -1), 1));
}

function ratioWarning(value: number, cap: number): string {
  return `ratio value should be between -1 and 1, got ${generalNotation(value)}, capping to ${cap}`;
}

/** Warns of shares that are no quantile: NaN, above 1 and below 0, each at most once a query. */
export function checkShares(shares: Float64Array, annotations: Annotations, span: Span): void {
  const [smallest, largest] = [leastOrNaN(shares), greatestOrNaN(shares)];
  const warn = (share: number) => annotations.warn(`quantile value should be between 0 and 1, got ${generalNotation(share)}`, span);
  if (Number.isNaN(largest)) warn(Number.NaN);
  if (largest > 1) warn(largest);
  if (smallest < 0) warn(smallest);
}

/** NaN when any is NaN. */
function leastOrNaN(values: Float64Array): number {
  return values.reduce((smallest, value) => Math.min(smallest, value), Number.POSITIVE_INFINITY);
}

/** NaN when any is NaN. */
function greatestOrNaN(values: Float64Array): number {
  return values.reduce((largest, value) => Math.max(largest, value), Number.NEGATIVE_INFINITY);
}
