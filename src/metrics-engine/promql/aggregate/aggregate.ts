import type { Column, Evaluator, Grid, Work } from '../evaluate/evaluation.ts';
import type { Aggregation } from '../syntax/expression.ts';

/** Gathers the series of a vector into groups and answers one series a group, or the chosen series of each. */
// biome-ignore lint/correctness/useYield: filled by its owner
export function* aggregate(aggregation: Aggregation, _grid: Grid, _evaluator: Evaluator): Work<readonly Column[]> {
  throw new Error(`${aggregation.operator} is not written yet`);
}
