import type { Evaluator, Grid, Value, Work } from '../evaluate/evaluation.ts';
import type { BinaryOperation } from '../syntax/expression.ts';
import { combineMatched } from './combine-matched.ts';
import { combineSets } from './combine-sets.ts';
import { combineScalars, combineWithScalar } from './combine-with-scalar.ts';
import { matchProjection } from './match-groups.ts';

/** What a binary operation comes to: a scalar of two scalars, else a vector. Throws 'execution' for vectors that can't be matched. */
export function* combine(operation: BinaryOperation, grid: Grid, evaluator: Evaluator): Work<Value> {
  const { operator, matching } = operation;
  const left = yield* evaluator.evaluate(operation.left, grid);
  const right = yield* evaluator.evaluate(operation.right, grid);
  if (left.kind === 'string' || right.kind === 'string') throw new Error(`the parser let a string stand beside ${operator}`);
  if (left.kind === 'scalar') {
    if (right.kind === 'scalar') return { kind: 'scalar', values: combineScalars(operation, left.values, right.values) };
    const columns = yield* combineWithScalar(operation, right.columns, { scalar: left.values, side: 'left' }, evaluator.context);
    return { kind: 'vector', columns };
  }
  if (right.kind === 'scalar') {
    const columns = yield* combineWithScalar(operation, left.columns, { scalar: right.values, side: 'right' }, evaluator.context);
    return { kind: 'vector', columns };
  }
  if (operator === 'and' || operator === 'or' || operator === 'unless') {
    const sides = { left: left.columns, right: right.columns, projection: matchProjection(matching) };
    return { kind: 'vector', columns: yield* combineSets(operator, sides) };
  }
  return { kind: 'vector', columns: yield* combineMatched(operation, left.columns, right.columns, evaluator.context) };
}
