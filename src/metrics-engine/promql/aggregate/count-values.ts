import { QueryError } from '../../query-result.ts';
import type { Column, Grid, Work } from '../evaluate/evaluation.ts';
import { isLabelName } from '../functions/label-name.ts';
import type { Projection } from '../label-projection.ts';
import type { QueryBudget } from '../query-budget.ts';
import type { Grouping } from '../syntax/expression.ts';
import { quoteString } from '../syntax/quote.ts';
import { projectionOf } from './group-columns.ts';
import { valueCounters } from './value-counters.ts';

/** What values are counted for, and how. */
export interface ValueCount {
  /** The label that bears the value. */
  readonly label: string;
  readonly grouping: Grouping;
  readonly grid: Grid;
  readonly budget: QueryBudget;
}

/**
 * How many series of each group have each value: one column a group and value, that bears the value as a label, which takes the place of
 * one of the same name. Throws 'execution' for a label name that is none.
 */
export function* countValues(columns: readonly Column[], { label, grouping, grid, budget }: ValueCount): Work<readonly Column[]> {
  if (!isLabelName(label)) throw new QueryError('execution', `invalid label name ${quoteString(label)}`);
  const counters = valueCounters(label, projectionWith(label, grouping), grid.count, budget);
  for (const { labels, values, present } of columns) {
    const counterOf = counters.of(labels);
    for (let index = 0; index < grid.count; index++) {
      if (present[index] === 0) continue;
      const counter = counterOf(values[index] ?? 0);
      counter.values[index] = (counter.values[index] ?? 0) + 1;
      counter.present[index] = 1;
    }
    yield;
  }
  return counters.all();
}

function projectionWith(label: string, { kind, labels }: Grouping): Projection {
  return projectionOf({ kind, labels: kind === 'by' ? [...labels, label] : labels });
}
