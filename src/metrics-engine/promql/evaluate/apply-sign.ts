import type { UnaryOperation } from '../syntax/expression.ts';
import type { Column, Evaluator, Grid, Value, Work } from './evaluation.ts';
import { withoutNameByVersion } from './name-removal.ts';

/** What a sign before an expression comes to: minus turns every value and takes the name off, plus leaves all as it is. */
export function* applySign(unary: UnaryOperation, grid: Grid, evaluator: Evaluator): Work<Value> {
  const value = yield* evaluator.evaluate(unary.operand, grid);
  if (unary.operator === '+' || value.kind === 'string') return value;
  if (value.kind === 'scalar') return { kind: 'scalar', values: value.values.map((each) => -each) };
  const turned = value.columns.map((column): Column => ({ ...column, values: column.values.map((each) => -each) }));
  return { kind: 'vector', columns: withoutNameByVersion(turned, evaluator.context) };
}
