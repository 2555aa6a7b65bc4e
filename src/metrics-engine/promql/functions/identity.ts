import type { Labels } from '../../query-result.ts';
import type { Column } from '../evaluate/evaluation.ts';
import { labelsKey, labelValue, onlyLabels } from '../labels.ts';

/** The labels by which info() finds the info series of a series: those that tell a target from all others. */
const IDENTIFYING: ReadonlySet<string> = new Set(['instance', 'job']);

/** A text that two label sets share exactly when they are about the same target. */
export function identityOf(labels: Labels): string {
  return labelsKey(onlyLabels(labels, IDENTIFYING));
}

/**
 * Answers which info series may be about one of these columns: those that have, for each identifying label that any of the columns has, one
 * of the columns' values. None, when no column has such a label: then nothing is known about which target it is of.
 */
export function identityTest(columns: readonly Column[]): (labels: Labels) => boolean {
  const known = [...IDENTIFYING]
    .map((name) => ({ name, values: new Set(columns.map(({ labels }) => labelValue(labels, name)).filter((value) => value !== '')) }))
    .filter(({ values }) => values.size > 0);
  return (labels) => known.length > 0 && known.every(({ name, values }) => values.has(labelValue(labels, name)));
}
