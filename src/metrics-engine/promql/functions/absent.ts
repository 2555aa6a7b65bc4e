import { argumentOf } from '../evaluate/argument-of.ts';
import type { CallOf, Column, Evaluator, Grid, Value, Work } from '../evaluate/evaluation.ts';
import { absence, presentInAny } from '../presence.ts';
import type { Expression } from '../syntax/expression.ts';
import { absentLabels } from './absent-labels.ts';

/** absent(vector): 1 at every instant at which the vector has no series, with the labels that its selector pins. */
export function* absent(call: CallOf, grid: Grid, evaluator: Evaluator): Work<Value> {
  const operand = argumentOf(call, 0);
  return missing(yield* evaluator.vector(operand, grid), operand, grid);
}

/** absent_over_time(range): as absent, at every instant at which no series has a sample in the range. */
export function* absentOverTime(call: CallOf, grid: Grid, evaluator: Evaluator): Work<Value> {
  const operand = argumentOf(call, 0);
  return missing(yield* evaluator.overRanges(operand, grid, () => 1), operand, grid);
}

function missing(columns: readonly Column[], operand: Expression, { count }: Grid): Value {
  const present = absence(presentInAny(columns, count));
  if (!present.includes(1)) return { kind: 'vector', columns: [] };
  const column: Column = { labels: absentLabels(operand), dropsName: false, values: new Float64Array(count).fill(1), present };
  return { kind: 'vector', columns: [column] };
}
