import type { Labels } from '../../query-result.ts';
import { toLabels } from '../labels.ts';

/** Answers whether a text can be the name of a label: since Prometheus 3, any text that is not empty and proper Unicode. */
export function isLabelName(text: string): boolean {
  return text !== '' && text.isWellFormed();
}

/** The same labels with one set; an empty value takes it off. */
export function withLabel(labels: Labels, name: string, value: string): Labels {
  return toLabels([...Object.entries(labels), [name, value]]);
}
