import { QueryError } from '../../query-result.ts';

// Longer than any label that a scrape may bring; functions within functions would double a value at each level.
const MAX_VALUE_LENGTH = 16_384;

/** Throws QueryError 'execution' when a label's value has more characters than a query may give it. */
export function refuseLongValue(target: string, length: number): void {
  if (length <= MAX_VALUE_LENGTH) return;
  throw new QueryError(
    'execution',
    `the label ${JSON.stringify(target)} would have ${length} characters; at most ${MAX_VALUE_LENGTH} are allowed`,
  );
}

// What a template may come to at most, were every reference the whole of the source: beyond, it is not even tried.
const MAX_EXPANSION = 64 * MAX_VALUE_LENGTH;

/** As refuseLongValue, before a template is expanded on a value: by the most that it may come to. */
export function refuseLongExpansion(target: string, template: string, value: string): void {
  const most = template.length + (template.split('$').length - 1) * value.length;
  if (most > MAX_EXPANSION) refuseLongValue(target, most);
}
