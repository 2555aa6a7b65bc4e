import type { Labels } from '../query-result.ts';

/** The label that holds a metric's name. */
export const METRIC_NAME = '__name__';

/** The value of a label, '' when the series has no such label: in PromQL, absent and empty are the same. */
export function labelValue(labels: Labels, name: string): string {
  // Object.hasOwn, because `constructor` and `__proto__` are lawful label names.
  return Object.hasOwn(labels, name) ? (labels[name] ?? '') : '';
}

/** Labels from pairs: sorted by name, empty values left out, a later pair wins over an earlier one of the same name. */
export function toLabels(pairs: Iterable<readonly [name: string, value: string]>): Labels {
  const sorted = [...new Map(pairs)].filter(([, value]) => value !== '').sort(([a], [b]) => compareText(a, b));
  return Object.fromEntries(sorted);
}

/** The same labels without those named. */
export function withoutLabels(labels: Labels, names: ReadonlySet<string>): Labels {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => !names.has(name)));
}

/** Only the labels named, in sorted order whatever the order they came in. */
export function onlyLabels(labels: Labels, names: ReadonlySet<string>): Labels {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => names.has(name)));
}

/** A text that two label sets share exactly when they are the same set. */
export function labelsKey(labels: Labels): string {
  const entries = Object.entries(labels).sort(([a], [b]) => compareText(a, b));
  return JSON.stringify(entries);
}

/** Orders label sets by name, then value, pair by pair; a set that is a prefix of another comes first. */
export function compareLabels(left: Labels, right: Labels): number {
  const [a, b] = [left, right].map((labels) =>
    Object.entries(labels)
      .sort(([x], [y]) => compareText(x, y))
      .flat(),
  );
  return comparePairs(a ?? [], b ?? []);
}

function comparePairs(a: readonly string[], b: readonly string[]): number {
  for (const [index, text] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    const order = compareText(text, other);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** -1, 0 or 1 by UTF-16 code units, which does not depend on the machine's locale. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
