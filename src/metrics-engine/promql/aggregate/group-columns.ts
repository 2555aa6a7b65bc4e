import type { Labels } from '../../query-result.ts';
import type { Column } from '../evaluate/evaluation.ts';
import { labelProjection, type Projection } from '../label-projection.ts';
import type { Grouping } from '../syntax/expression.ts';

/** Series that are aggregated into one, in the order in which they came. There is at least one. */
export interface Group {
  readonly labels: Labels;
  readonly members: readonly Column[];
}

/** Parts columns into groups, in the order of their first members; the key of each is computed once a series and never once an instant. */
export function groupColumns(columns: readonly Column[], grouping: Grouping): readonly Group[] {
  const projection = projectionOf(grouping);
  const groups = new Map<string, { readonly labels: Labels; readonly members: Column[] }>();
  for (const column of columns) {
    const key = projection.key(column.labels);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { labels: projection.labelsOf(column.labels), members: [column] });
    else group.members.push(column);
  }
  return [...groups.values()];
}

/** The labels that `by` or `without` leave to a group. */
export function projectionOf({ kind, labels }: Grouping): Projection {
  return labelProjection(kind === 'by' ? 'only' : 'all but', labels);
}
