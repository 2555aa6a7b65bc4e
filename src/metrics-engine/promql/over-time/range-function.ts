import type { CallOf, Column, Evaluator, FunctionImplementation, Grid, Value, WindowFunction, Work } from '../evaluate/evaluation.ts';
import { withoutNameByVersion } from '../evaluate/name-removal.ts';
import type { Expression } from '../syntax/expression.ts';

/** A function whose only argument is a range; its results lose the metric's name. */
export function ofRange(compute: WindowFunction): FunctionImplementation {
  return function* (call, grid, evaluator) {
    return withoutNames(yield* evaluator.overRanges(argument(call, 0), grid, compute), evaluator);
  };
}

/** As ofRange, for a function that answers a sample as it stands: its results keep the name. */
export function ofRangeKeepingName(compute: WindowFunction): FunctionImplementation {
  return function* (call, grid, evaluator): Work<Value> {
    return { kind: 'vector', columns: yield* evaluator.overRanges(argument(call, 0), grid, compute) };
  };
}

/** A vector of columns that were computed from ranges, their names taken off. */
export function withoutNames(columns: readonly Column[], { context }: Pick<Evaluator, 'context'>): Value {
  return { kind: 'vector', columns: withoutNameByVersion(columns, context) };
}

/** An argument of a call. Throws Error for one that is not there, which the parser has seen to. */
export function argument({ name, args }: CallOf, index: number): Expression {
  const found = args[index];
  if (found === undefined) throw new Error(`${name} was called without its argument ${index + 1}`);
  return found;
}

/** What a scalar argument is at each instant of a grid. */
export function* scalarArgument(call: CallOf, index: number, grid: Grid, evaluator: Evaluator): Work<Float64Array> {
  return yield* evaluator.scalar(argument(call, index), grid);
}
