import { argumentOf } from '../evaluate/argument-of.ts';
import type { CallOf, Column, Evaluator, FunctionImplementation, Grid, Value, Work } from '../evaluate/evaluation.ts';
import { withoutName } from '../evaluate/name-removal.ts';
import { type NumberFunction, roundTo } from './number-functions.ts';

/** A function that maps each value of its vector by itself, and takes the metric's name off. */
export function mapValues(compute: NumberFunction): FunctionImplementation {
  return function* mapped(call, grid, evaluator) {
    const columns = yield* evaluator.vector(argumentOf(call, 0), grid);
    return yield* computed(columns, compute, evaluator);
  };
}

/** round(vector, step): to the nearest multiple of the step, 1 by default. */
export function* round(call: CallOf, grid: Grid, evaluator: Evaluator): Work<Value> {
  const columns = yield* evaluator.vector(argumentOf(call, 0), grid);
  const [, step] = call.args;
  const steps = step === undefined ? undefined : yield* evaluator.scalar(step, grid);
  return yield* computed(columns, (value, index) => roundTo(value, steps?.[index] ?? 1), evaluator);
}

/** Columns with each value computed anew from the old one and the number of its instant, without the metric's name. */
export function* computed(
  columns: readonly Column[],
  compute: (value: number, index: number) => number,
  { context }: Evaluator,
): Work<Value> {
  const mapped: Column[] = [];
  for (const column of columns) {
    const { present } = column;
    mapped.push({ ...column, values: column.values.map((value, index) => (present[index] === 1 ? compute(value, index) : 0)) });
    yield undefined;
  }
  return { kind: 'vector', columns: withoutName(mapped, context) };
}
