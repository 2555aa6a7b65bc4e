import type { Labels } from '../../../query-result.ts';
import type { Column } from '../../evaluate/evaluation.ts';
import { labelsKey } from '../../labels.ts';

/** A value an instant, undefined where there is none. */
export type Points = readonly (number | undefined)[];

/** A column of points. */
export function column(labels: Labels, points: Points, dropsName = false): Column {
  const values = Float64Array.from(points, (point) => point ?? -999);
  return { labels, dropsName, values, present: Uint8Array.from(points, (point) => Number(point !== undefined)) };
}

/** The points of a column. */
export function pointsOf({ values, present }: Column): Points {
  return Array.from(values, (value, index) => (present[index] === 1 ? value : undefined));
}

/** Columns by their labels, in a form that can be compared; throws when two have the same labels. */
export function table(columns: readonly Column[]): Readonly<Record<string, Points>> {
  const rows = columns.map((each) => [labelsKey(each.labels), pointsOf(each)] as const);
  if (new Set(rows.map(([key]) => key)).size !== rows.length) throw new Error('two columns have the same labels');
  return Object.fromEntries(rows);
}
