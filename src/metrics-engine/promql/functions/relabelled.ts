import type { Labels } from '../../query-result.ts';
import type { Column, Work } from '../evaluate/evaluation.ts';
import { labelValue, METRIC_NAME } from '../labels.ts';
import type { QueryBudget } from '../query-budget.ts';
import { refuseLongValue } from './label-length.ts';

/** How columns get new labels: `change` answers undefined to leave a column as it is. */
export interface Relabelling {
  readonly target: string;
  readonly change: (labels: Labels) => Labels | undefined;
  readonly budget: QueryBudget;
}

const CHARACTERS_A_SAMPLE = 8;

/**
 * Gives columns new labels. One whose name is set anew keeps it, whatever was computed from it. Throws QueryError 'execution' for a value
 * that is too long, or too many of them.
 */
export function* relabelled(columns: readonly Column[], { target, change, budget }: Relabelling): Work<readonly Column[]> {
  const changed: Column[] = [];
  for (const column of columns) {
    const labels = change(column.labels);
    if (labels !== undefined) payFor(labelValue(labels, target), target, budget);
    changed.push(labels === undefined ? column : { ...column, labels, dropsName: column.dropsName && target !== METRIC_NAME });
    yield undefined;
  }
  return changed;
}

function payFor(value: string, target: string, budget: QueryBudget): void {
  refuseLongValue(target, value.length);
  budget.keep(Math.ceil(value.length / CHARACTERS_A_SAMPLE));
}
