import { childrenOf } from './children.ts';
import type { Expression } from './expression.ts';
import type { FunctionName } from './function-signatures.ts';

/**
 * Functions whose answer depends on the instant even where their arguments do not. Source: Prometheus' list of functions that are unsafe
 * with `@`; info() is added, because it looks up its info metrics at each instant.
 */
const OF_THE_INSTANT: ReadonlySet<FunctionName> = new Set([
  'day_of_month',
  'day_of_week',
  'day_of_year',
  'days_in_month',
  'hour',
  'info',
  'minute',
  'month',
  'predict_linear',
  'time',
  'timestamp',
  'year',
]);

/**
 * Answers whether an expression has the same value at every instant of a query: all that it reads is pinned by `@`, and no function in it
 * looks at the time. What stands in a subquery that is pinned itself need not be.
 */
export function isStepInvariant(expression: Expression): boolean {
  if (expression.kind === 'selector' || expression.kind === 'subquery') return expression.at !== undefined;
  if (expression.kind === 'call' && OF_THE_INSTANT.has(expression.name)) return false;
  return childrenOf(expression).every(isStepInvariant);
}
