import type { Labels } from '../../query-result.ts';
import type { Column } from '../evaluate/evaluation.ts';
import { formatPlain } from '../format-plain.ts';
import { withLabel } from '../functions/label-name.ts';
import type { Projection } from '../label-projection.ts';
import type { QueryBudget } from '../query-budget.ts';

/** The columns that values are counted in: one for each group and value, made when the value first comes. */
export interface ValueCounters {
  /** What finds the column for a value of one series; each value's label is written once a series. */
  of(labels: Labels): (value: number) => Column;
  /** All columns, in the order in which they were made. */
  all(): readonly Column[];
}

/** No counter yet. The value's label is set before a group's labels are taken, so it may part groups or be taken off. Each counter is taken from the budget. */
export function valueCounters(label: string, projection: Projection, count: number, budget: QueryBudget): ValueCounters {
  const counters = new Map<string, Column>();
  const find = (labels: Labels): Column => {
    const key = projection.key(labels);
    const known = counters.get(key);
    if (known !== undefined) return known;
    budget.keep(count);
    const made = { labels: projection.labelsOf(labels), dropsName: false, values: new Float64Array(count), present: new Uint8Array(count) };
    counters.set(key, made);
    return made;
  };
  return {
    of(labels) {
      const known = new Map<string | number, Column>();
      return (value) => {
        // A map holds 0 and -0 for the same, but they are written differently.
        const key = Object.is(value, -0) ? '-0' : value;
        const counter = known.get(key) ?? find(withLabel(labels, label, formatPlain(value)));
        known.set(key, counter);
        return counter;
      };
    },
    all: () => [...counters.values()],
  };
}
