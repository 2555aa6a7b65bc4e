import { type Labels, QueryError } from '../../query-result.ts';
import { labelsKey, METRIC_NAME, withoutLabels } from '../labels.ts';
import { memoByLabels } from '../labels-memo.ts';
import type { Column, QueryContext } from './evaluation.ts';

// __type__ and __unit__ describe the metric of a name, so they go with it, as in Prometheus 3.
const METADATA: readonly string[] = [METRIC_NAME, '__type__', '__unit__'];
const METADATA_SET: ReadonlySet<string> = new Set(METADATA);

/** The same labels without the metric's name, and without its type and unit. Equal inputs by identity answer the same object. */
export const namelessLabels: (labels: Labels) => Labels = memoByLabels((labels) => withoutLabels(labels, METADATA_SET));

/**
 * Takes the metric's name off columns that were computed: a computed value is no longer the metric of that name.
 *
 * At once, or, with delayed name removal, by marking the columns for namesRemoved(). Columns that are left with the same labels become
 * one where they never have a value at the same instant; throws QueryError 'execution' where they do.
 */
export function withoutName(columns: readonly Column[], { options }: Pick<QueryContext, 'options'>): readonly Column[] {
  if (options.delayedNameRemoval) return columns.map((column) => ({ ...column, dropsName: true }));
  return mergeTwins(stripped(columns), columns);
}

/**
 * As withoutName, for a sign and for functions over ranges: of these Prometheus 2 refuses columns that are left with the same labels even
 * where they never meet at an instant.
 */
export function withoutNameByVersion(columns: readonly Column[], context: Pick<QueryContext, 'options'>): readonly Column[] {
  const nameless = withoutName(columns, context);
  if (context.options.semantics === 2 && nameless.length < columns.length) throw sameLabelset();
  return nameless;
}

/** The final pass of delayed name removal: takes off the names of the columns so marked. Columns without a mark are answered as they are. */
export function namesRemoved(columns: readonly Column[]): readonly Column[] {
  if (!columns.some(({ dropsName }) => dropsName)) return columns;
  return mergeTwins(
    columns.map((column) => (column.dropsName ? { ...column, dropsName: false, labels: namelessLabels(column.labels) } : column)),
  );
}

/** The error for two series of one instant that would have the same labels. The words are Prometheus'. */
export function sameLabelset(): QueryError {
  return new QueryError('execution', 'vector cannot contain metrics with the same labelset');
}

function stripped(columns: readonly Column[]): readonly Column[] {
  return columns.map((column) => ({ ...column, labels: namelessLabels(column.labels) }));
}

/**
 * Makes one column of those with the same labels.
 *
 * `before` is what the columns were before their names went: where they all had the same name they cannot have become twins, which spares
 * computing a key for each.
 */
export function mergeTwins(columns: readonly Column[], before?: readonly Column[]): readonly Column[] {
  if (columns.length < 2 || (before !== undefined && haveOneName(before))) return columns;
  const byKey = new Map<string, Column>();
  for (const column of columns) {
    const key = labelsKey(column.labels);
    const twin = byKey.get(key);
    byKey.set(key, twin === undefined ? column : joined(twin, column));
  }
  return byKey.size === columns.length ? columns : [...byKey.values()];
}

function haveOneName(columns: readonly Column[]): boolean {
  const first = columns[0]?.labels ?? {};
  return METADATA.every((name) => columns.every(({ labels }) => labels[name] === first[name]));
}

function joined(one: Column, other: Column): Column {
  const values = one.values.slice();
  const present = one.present.slice();
  for (const [index, isPresent] of other.present.entries()) {
    if (isPresent === 0) continue;
    if (present[index] === 1) throw sameLabelset();
    present[index] = 1;
    values[index] = other.values[index] ?? Number.NaN;
  }
  return { ...one, values, present };
}
