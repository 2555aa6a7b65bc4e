import type { Labels } from '../query-result.ts';
import { ScrapeLimitError } from './scrape-limit-error.ts';
import type { ScrapeLimits } from './scrape-limits.ts';

/** The limits that concern a series' labels, as they are stored: its name is one of them, and so are its target's. */
export type LabelLimits = Pick<ScrapeLimits, 'labelLimit' | 'labelNameLengthLimit' | 'labelValueLengthLimit'>;

/** Throws ScrapeLimitError, which names the series and the label, when a series has more labels or longer ones than it may. Lengths are bytes of UTF-8. */
export function checkLabelLimits(labels: Labels, limits: LabelLimits): void {
  const { labelLimit, labelNameLengthLimit, labelValueLengthLimit } = limits;
  const count = Object.keys(labels).length;
  if (exceeds(count, labelLimit)) throw tooMuch(labels, `has ${count} labels, more than the label_limit of ${labelLimit}`);
  if (labelNameLengthLimit === undefined && labelValueLengthLimit === undefined) return;
  for (const [name, value] of Object.entries(labels)) {
    if (exceeds(Buffer.byteLength(name), labelNameLengthLimit))
      throw tooMuch(
        labels,
        `has the label ${cut(name)}, whose name is longer than the label_name_length_limit of ${labelNameLengthLimit} bytes`,
      );
    if (exceeds(Buffer.byteLength(value), labelValueLengthLimit))
      throw tooMuch(
        labels,
        `has a value of ${cut(name)} that is longer than the label_value_length_limit of ${labelValueLengthLimit} bytes`,
      );
  }
}

function exceeds(size: number, limit: number | undefined): boolean {
  return limit !== undefined && size > limit;
}

function tooMuch(labels: Labels, problem: string): ScrapeLimitError {
  return new ScrapeLimitError('labels', `the series ${cut(labels['__name__'] ?? '')} ${problem}`);
}

/** The beginning of a text that may be long. */
function cut(text: string): string {
  return text.length > 50 ? `${text.slice(0, 50)}…` : text;
}
