import { argumentOf } from '../evaluate/argument-of.ts';
import type { CallOf, Column, Evaluator, Grid, Value, Work } from '../evaluate/evaluation.ts';
import { withoutName } from '../evaluate/name-removal.ts';
import { bucketFraction } from './bucket-fraction.ts';
import { bucketsAt, type HistogramGroup, histogramGroups } from './histogram-groups.ts';

/** histogram_fraction(lower, upper, buckets): the share of each histogram's observations between two values. */
export function* histogramFraction(call: CallOf, grid: Grid, evaluator: Evaluator): Work<Value> {
  const lower = yield* evaluator.scalar(argumentOf(call, 0), grid);
  const upper = yield* evaluator.scalar(argumentOf(call, 1), grid);
  const operand = argumentOf(call, 2);
  const columns: Column[] = [];
  for (const group of histogramGroups(yield* evaluator.vector(operand, grid), evaluator.context, operand.span)) {
    columns.push(fractionsOf(group, lower, upper));
    yield undefined;
  }
  return { kind: 'vector', columns: withoutName(columns, evaluator.context) };
}

function fractionsOf(group: HistogramGroup, lower: Float64Array, upper: Float64Array): Column {
  const values = new Float64Array(lower.length);
  const present = new Uint8Array(lower.length);
  for (const index of values.keys()) {
    const buckets = bucketsAt(group, index);
    if (buckets.length === 0) continue;
    values[index] = bucketFraction(lower[index] ?? Number.NaN, upper[index] ?? Number.NaN, buckets);
    present[index] = 1;
  }
  return { labels: group.labels, dropsName: group.dropsName, values, present };
}
