import { childrenOf } from './children.ts';
import type { Expression, VectorSelector } from './expression.ts';

/** Every selector of an expression, in the order in which they stand. */
export function selectorsOf(expression: Expression): readonly VectorSelector[] {
  return expression.kind === 'selector' ? [expression] : childrenOf(expression).flatMap(selectorsOf);
}
