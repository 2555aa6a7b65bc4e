import { type Labels, QueryError } from '../../query-result.ts';
import type { Column, Grid, Work } from '../evaluate/evaluation.ts';
import { formatPlain } from '../format-plain.ts';
import type { Projection } from '../label-projection.ts';
import { toLabels } from '../labels.ts';
import { quoteString } from '../string-literal.ts';
import type { Grouping } from '../syntax/expression.ts';
import { projectionOf } from './group-columns.ts';

/**
 * How many series of each group have each value: one column a group and value, that bears the value as a label, which takes the place of
 * one of the same name. Throws 'execution' for a label name that is none.
 */
export function* countValues(label: string, columns: readonly Column[], grouping: Grouping, grid: Grid): Work<readonly Column[]> {
  if (label === '' || !label.isWellFormed()) throw new QueryError('execution', `invalid label name ${quoteString(label)}`);
  const counters = counterTable(label, projectionWith(label, grouping), grid.count);
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

/** The columns that are counted in, each made when its first value comes. */
function counterTable(label: string, projection: Projection, count: number) {
  const counters = new Map<string, Column>();
  const find = (labels: Labels): Column => {
    const key = projection.key(labels);
    const known = counters.get(key);
    if (known !== undefined) return known;
    const made = { labels: projection.labelsOf(labels), dropsName: false, values: new Float64Array(count), present: new Uint8Array(count) };
    counters.set(key, made);
    return made;
  };
  return {
    /** What finds the counter of a value of one series, each value's label being written once. */
    of(labels: Labels): (value: number) => Column {
      const known = new Map<string | number, Column>();
      return (value) => {
        // A map holds 0 and -0 for the same, but they are written differently.
        const key = Object.is(value, -0) ? '-0' : value;
        const counter = known.get(key) ?? find(toLabels([...Object.entries(labels), [label, formatPlain(value)]]));
        known.set(key, counter);
        return counter;
      };
    },
    all: () => [...counters.values()],
  };
}
