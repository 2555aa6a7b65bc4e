import { argumentOf } from '../evaluate/argument-of.ts';
import type { CallOf, Evaluator, Grid, Value, Work } from '../evaluate/evaluation.ts';
import { instantOf } from '../evaluate/instants.ts';
import { withoutName } from '../evaluate/name-removal.ts';
import { selectNewest } from '../evaluate/select-newest.ts';
import { computed } from './map-values.ts';

/**
 * timestamp(vector): when the sample of each series was scraped, in seconds, where the vector is a selector, shifted or pinned though it
 * be; for a vector that was computed, the instant itself.
 */
export function* timestamp(call: CallOf, grid: Grid, evaluator: Evaluator): Work<Value> {
  const operand = argumentOf(call, 0);
  if (operand.kind !== 'selector') {
    return yield* computed(yield* evaluator.vector(operand, grid), (_, index) => instantOf(grid, index) / 1000, evaluator);
  }
  const columns = yield* selectNewest(operand, grid, evaluator.context, 'time');
  return { kind: 'vector', columns: withoutName(columns, evaluator.context) };
}
