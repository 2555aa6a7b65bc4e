import { argumentOf } from '../evaluate/argument-of.ts';
import type { Column, Evaluator, FunctionImplementation, Value, WindowFunction, Work } from '../evaluate/evaluation.ts';
import { withoutNameByVersion } from '../evaluate/name-removal.ts';

/** A function whose only argument is a range; its results lose the metric's name. */
export function ofRange(compute: WindowFunction): FunctionImplementation {
  return function* (call, grid, evaluator) {
    return withoutNames(yield* evaluator.overRanges(argumentOf(call, 0), grid, compute), evaluator);
  };
}

/** As ofRange, for a function that answers a sample as it stands: its results keep the name. */
export function ofRangeKeepingName(compute: WindowFunction): FunctionImplementation {
  return function* (call, grid, evaluator): Work<Value> {
    return { kind: 'vector', columns: yield* evaluator.overRanges(argumentOf(call, 0), grid, compute) };
  };
}

/** A vector of columns that were computed from ranges, their names taken off. */
export function withoutNames(columns: readonly Column[], { context }: Pick<Evaluator, 'context'>): Value {
  return { kind: 'vector', columns: withoutNameByVersion(columns, context) };
}
