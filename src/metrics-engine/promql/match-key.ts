import type { Labels } from '../query-result.ts';
import type { VectorMatching } from './expression.ts';
import { labelsKey, METRIC_NAME, onlyLabels, withoutLabels } from './labels.ts';
import { memoByLabels } from './labels-memo.ts';

/** A text that two series share exactly when `on` or `ignoring` pairs them. A metric's name pairs only when `on` lists it. */
export function matchKey({ kind, labels: names }: VectorMatching): (labels: Labels) => string {
  const listed = new Set(kind === 'on' ? names : [...names, METRIC_NAME]);
  return memoByLabels((labels) => labelsKey(kind === 'on' ? onlyLabels(labels, listed) : withoutLabels(labels, listed)));
}
