import type { VectorMatching } from './expression.ts';
import { formatNumber } from './number-literal.ts';
import { printLabels } from './print-labels.ts';

/** Writes the modifiers of a binary operation, with a space before each; nothing for the plain one. */
export function printMatching({ kind, labels, cardinality, include, fill }: VectorMatching): string {
  const isGrouped = cardinality === 'many-to-one' || cardinality === 'one-to-many';
  const isPlain = kind === 'ignoring' && labels.length === 0 && !isGrouped;
  const clause = isPlain ? '' : ` ${kind} ${printLabels(labels)}`;
  // The parentheses are written even around nothing, or those of the right operand would be read as the list.
  const group = isGrouped ? ` ${cardinality === 'many-to-one' ? 'group_left' : 'group_right'} ${printLabels(include)}` : '';
  return `${clause}${group}${printFill(fill)}`;
}

function printFill({ left, right }: VectorMatching['fill']): string {
  if (left !== undefined && Object.is(left, right)) return ` fill (${formatNumber(left)})`;
  const before = left === undefined ? '' : ` fill_left (${formatNumber(left)})`;
  return right === undefined ? before : `${before} fill_right (${formatNumber(right)})`;
}
