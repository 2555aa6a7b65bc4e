import type { Labels } from '../query-result.ts';
import { compareText } from './labels.ts';

/** Series in the order of their labels, as compareLabels has it; each set of labels is taken apart once, not once a comparison. */
export function sortedByLabels<Series extends { readonly labels: Labels }>(series: readonly Series[]): readonly Series[] {
  const keyed = series.map((each) => ({ each, texts: textsOf(each.labels) }));
  return keyed.sort((a, b) => compareTexts(a.texts, b.texts)).map(({ each }) => each);
}

/** Names and values in turn, by the order of names. */
function textsOf(labels: Labels): readonly string[] {
  return Object.entries(labels)
    .sort(([a], [b]) => compareText(a, b))
    .flat();
}

function compareTexts(a: readonly string[], b: readonly string[]): number {
  for (const [index, text] of a.entries()) {
    const order = compareText(text, b[index] ?? '');
    if (order !== 0) return order;
  }
  return a.length - b.length;
}
