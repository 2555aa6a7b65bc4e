import type { Labels } from '../query-result.ts';
import { labelValue, METRIC_NAME, onlyLabels, withoutLabels } from './labels.ts';

/** A part of a label set that series are grouped or paired by. */
export interface Projection {
  /** A text that two label sets share exactly when their projections are the same. */
  key(labels: Labels): string;
  /** The labels of the projection itself. */
  labelsOf(labels: Labels): Labels;
}

/**
 * Projects label sets to the labels named (`by`, `on`), or to all but them and the metric's name (`without`, `ignoring`).
 *
 * A label that a series lacks counts as empty. Source: Prometheus' generateGroupingKey and its signatures of vector matching.
 */
export function labelProjection(kind: 'only' | 'all but', names: readonly string[]): Projection {
  if (kind === 'only') {
    const [listed, sorted] = [new Set(names), [...new Set(names)].sort()];
    return { key: (labels) => keyOfValues(labels, sorted), labelsOf: (labels) => onlyLabels(labels, listed) };
  }
  const hidden = new Set([...names, METRIC_NAME]);
  return { key: (labels) => keyOfOthers(labels, hidden), labelsOf: (labels) => withoutLabels(labels, hidden) };
}

// Lengths part the texts, for a label's value may hold any character that could stand between them.
function keyOfValues(labels: Labels, names: readonly string[]): string {
  let key = '';
  for (const name of names) {
    const value = labelValue(labels, name);
    key += `${value.length}:${value}`;
  }
  return key;
}

function keyOfOthers(labels: Labels, hidden: ReadonlySet<string>): string {
  let key = '';
  for (const name of sortedNames(labels)) {
    if (hidden.has(name)) continue;
    const value = labels[name] ?? '';
    key += `${name.length}:${name}${value.length}:${value}`;
  }
  return key;
}

/** Nearly all labels stand in order already, and to see that is cheaper than to sort them. */
function sortedNames(labels: Labels): readonly string[] {
  const names = Object.keys(labels);
  let previous = '';
  for (const name of names) {
    if (name < previous) return names.sort();
    previous = name;
  }
  return names;
}
