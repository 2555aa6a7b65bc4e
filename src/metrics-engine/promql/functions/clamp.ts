import { argumentOf } from '../evaluate/argument-of.ts';
import type { CallOf, Column, Evaluator, Grid, Value, Work } from '../evaluate/evaluation.ts';
import { largerOf, smallerOf } from './go-extremes.ts';
import { computed } from './map-values.ts';

/** clamp(vector, lowest, highest): values held between two bounds; none at all while the lowest is above the highest; NaN when either is NaN. */
export function* clamp(call: CallOf, grid: Grid, evaluator: Evaluator): Work<Value> {
  const columns = yield* evaluator.vector(argumentOf(call, 0), grid);
  const lowest = yield* evaluator.scalar(argumentOf(call, 1), grid);
  const highest = yield* evaluator.scalar(argumentOf(call, 2), grid);
  return yield* clampBetween(columns, lowest, highest, evaluator);
}

/** clamp_min(vector, lowest). */
export function* clampMin(call: CallOf, grid: Grid, evaluator: Evaluator): Work<Value> {
  const columns = yield* evaluator.vector(argumentOf(call, 0), grid);
  const lowest = yield* evaluator.scalar(argumentOf(call, 1), grid);
  return yield* clampBetween(
    columns,
    lowest,
    lowest.map(() => Number.POSITIVE_INFINITY),
    evaluator,
  );
}

/** clamp_max(vector, highest). */
export function* clampMax(call: CallOf, grid: Grid, evaluator: Evaluator): Work<Value> {
  const columns = yield* evaluator.vector(argumentOf(call, 0), grid);
  const highest = yield* evaluator.scalar(argumentOf(call, 1), grid);
  return yield* clampBetween(
    columns,
    highest.map(() => Number.NEGATIVE_INFINITY),
    highest,
    evaluator,
  );
}

function* clampBetween(columns: readonly Column[], lowest: Float64Array, highest: Float64Array, evaluator: Evaluator): Work<Value> {
  const isOpen = (index: number): boolean => !((highest[index] ?? 0) < (lowest[index] ?? 0));
  const open = columns
    .map((column) => ({ ...column, present: column.present.map((present, index) => (isOpen(index) ? present : 0)) }))
    .filter(({ present }) => present.includes(1));
  return yield* computed(open, (value, index) => largerOf(lowest[index] ?? 0, smallerOf(highest[index] ?? 0, value)), evaluator);
}
