import { argumentOf } from '../evaluate/argument-of.ts';
import type { CallOf, Evaluator, FunctionImplementation, Grid, Value, Work } from '../evaluate/evaluation.ts';
import { instantOf, queryEndOf, queryRangeMs, queryStepMs } from '../evaluate/instants.ts';
import { largerOf, smallerOf } from './go-extremes.ts';
import { unlabelled } from './unlabelled.ts';

/**
 * What turns scalars and vectors into each other, and what is known of the query itself. start(), end(), step() and range() are about the
 * query also within a subquery; for an instant query step() and range() are 0.
 */
export const SCALAR_FUNCTIONS = {
  end: ofQuery((grid) => queryEndOf(grid) / 1000),
  max_of: ofTwo(largerOf),
  min_of: ofTwo(smallerOf),
  pi: ofQuery(() => Math.PI),
  range: ofQuery((grid) => queryRangeMs(grid) / 1000),
  scalar: onlyValue,
  start: ofQuery((grid) => grid.startMs / 1000),
  step: ofQuery((grid) => queryStepMs(grid) / 1000),
  time,
  vector,
} as const satisfies Readonly<Record<string, FunctionImplementation>>;

function ofQuery(read: (query: Grid) => number): FunctionImplementation {
  return (_call, grid, { context }) => atOnce({ kind: 'scalar', values: new Float64Array(grid.count).fill(read(context.grid)) });
}

function ofTwo(choose: (a: number, b: number) => number): FunctionImplementation {
  return function* chosen(call, grid, evaluator) {
    const left = yield* evaluator.scalar(argumentOf(call, 0), grid);
    const right = yield* evaluator.scalar(argumentOf(call, 1), grid);
    return { kind: 'scalar', values: left.map((value, index) => choose(value, right[index] ?? Number.NaN)) };
  };
}

function time(_call: CallOf, grid: Grid): Work<Value> {
  return atOnce({ kind: 'scalar', values: Float64Array.from({ length: grid.count }, (_, index) => instantOf(grid, index) / 1000) });
}

/** A value that took no work. */
function* atOnce(value: Value): Work<Value> {
  yield undefined;
  return value;
}

function* vector(call: CallOf, grid: Grid, evaluator: Evaluator): Work<Value> {
  return { kind: 'vector', columns: [unlabelled(yield* evaluator.scalar(argumentOf(call, 0), grid))] };
}

/** scalar(vector): the value of its only series; NaN at an instant that has none, or several. */
function* onlyValue(call: CallOf, grid: Grid, evaluator: Evaluator): Work<Value> {
  const values = new Float64Array(grid.count).fill(Number.NaN);
  const found = new Uint8Array(grid.count);
  for (const column of yield* evaluator.vector(argumentOf(call, 0), grid)) {
    for (const [index, isPresent] of column.present.entries()) {
      if (isPresent === 0) continue;
      values[index] = found[index] === 0 ? (column.values[index] ?? Number.NaN) : Number.NaN;
      found[index] = 1;
    }
  }
  return { kind: 'scalar', values };
}
