import type { Labels } from '../../query-result.ts';
import type { Column } from '../evaluate/evaluation.ts';
import { sameLabelset } from '../evaluate/name-removal.ts';
import { labelsKey } from '../labels.ts';
import { memoByLabels } from '../labels-memo.ts';
import type { QueryBudget } from '../query-budget.ts';

/** Gathers columns value by value, where the labels of a series may change from instant to instant. */
export interface ColumnGatherer {
  /** Puts a value. Throws QueryError 'execution' when these labels have one at this instant already. Equal label objects are told apart fastest. */
  put(labels: Labels, dropsName: boolean, index: number, value: number): void;
  /** What was put, in the order in which the labels first came. */
  readonly columns: readonly Column[];
}

/** An empty gatherer for a grid of so many instants; what it holds is taken from the budget. */
export function columnGatherer(count: number, budget: QueryBudget): ColumnGatherer {
  const byKey = new Map<string, Column>();
  const keyOf = memoByLabels(labelsKey);
  const columnOf = (labels: Labels, dropsName: boolean): Column => {
    const key = keyOf(labels);
    const known = byKey.get(key);
    if (known !== undefined) return known;
    budget.keep(count);
    const column = { labels, dropsName, values: new Float64Array(count), present: new Uint8Array(count) };
    byKey.set(key, column);
    return column;
  };
  return {
    put: (labels, dropsName, index, value) => {
      const { values, present } = columnOf(labels, dropsName);
      if (present[index] === 1) throw sameLabelset();
      present[index] = 1;
      values[index] = value;
    },
    get columns() {
      return [...byKey.values()];
    },
  };
}
