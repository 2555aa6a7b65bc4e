import { mayListLabel } from './keywords.ts';
import { quoteString } from './quote.ts';

/** Writes a list of labels as it stands behind `by` or `on`, quoted where they must be. */
export function printLabels(labels: readonly string[]): string {
  return `(${labels.map((label) => (mayListLabel(label) ? label : quoteString(label))).join(', ')})`;
}
