import type { Evaluator, Grid, Value, Work } from '../evaluate/evaluation.ts';
import type { BinaryOperation } from '../syntax/expression.ts';

/** What a binary operation comes to: a scalar of two scalars, else a vector. */
// biome-ignore lint/correctness/useYield: filled by its owner
export function* combine(operation: BinaryOperation, _grid: Grid, _evaluator: Evaluator): Work<Value> {
  throw new Error(`${operation.operator} is not written yet`);
}
