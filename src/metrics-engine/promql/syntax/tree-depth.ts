import { childrenOf } from './children.ts';
import type { Expression } from './expression.ts';

/** Answers whether some part of an expression lies deeper than a depth; found without recursion, so that any tree can be asked. */
export function isDeeperThan(expression: Expression, depth: number): boolean {
  let level: readonly Expression[] = [expression];
  for (let at = 0; level.length > 0; at++) {
    if (at > depth) return true;
    level = level.flatMap(childrenOf);
  }
  return false;
}
