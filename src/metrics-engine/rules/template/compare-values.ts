import { printValue } from './go-print.ts';
import { TemplateError } from './template-error.ts';
import { isList, isTable, type TemplateValue, typeName } from './template-value.ts';

type Basic = 'bool' | 'int' | 'float' | 'string';

function basicKind(value: TemplateValue): Basic | undefined {
  return BASIC_KINDS.get(typeof value);
}

const BASIC_KINDS: ReadonlyMap<string, Basic> = new Map([
  ['boolean', 'bool'],
  ['bigint', 'int'],
  ['number', 'float'],
  ['string', 'string'],
]);

/**
 * Answers whether a value equals one of others, as Go's `eq`. Throws TemplateError for values of differing kinds: an int never equals a
 * float, the comparison itself is the mistake.
 */
export function equalsAny(first: TemplateValue, others: readonly TemplateValue[]): boolean {
  if (others.length === 0) throw new TemplateError('missing argument for comparison');
  return others.some((other) => equals(first, other));
}

function equals(a: TemplateValue, b: TemplateValue): boolean {
  if (isNothing(a) || isNothing(b)) return isNothing(a) && isNothing(b);
  const [kindA, kindB] = [basicKind(a), basicKind(b)];
  if (kindA === undefined && (isList(a) || isTable(a))) throw new TemplateError(`non-comparable type ${printValue(a)}: ${typeName(a)}`);
  if (kindA !== kindB) throw new TemplateError('incompatible types for comparison');
  return a === b;
}

const isNothing = (value: TemplateValue): boolean => value === undefined || value === null;

/** -1, 0 or 1; undefined when one of them is NaN. Throws TemplateError for values that have no order, or differ in kind. */
export function compareValues(a: TemplateValue, b: TemplateValue): -1 | 0 | 1 | undefined {
  const [kindA, kindB] = [basicKind(a), basicKind(b)];
  if (kindA === undefined || kindB === undefined) throw new TemplateError('invalid type for comparison');
  if (kindA !== kindB) throw new TemplateError('incompatible types for comparison');
  if (kindA === 'bool') throw new TemplateError('invalid type for comparison');
  const [left, right] = [a as string | number | bigint, b as string | number | bigint];
  if (left < right) return -1;
  if (left > right) return 1;
  return left === right ? 0 : undefined;
}
