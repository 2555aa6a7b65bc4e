import type { BinaryOperator, VectorMatching } from './expression.ts';
import { isSetOperator } from './operators.ts';
import { parseFill } from './parse-fill.ts';
import { parseLabelList } from './parse-labels.ts';
import type { TokenCursor } from './token-cursor.ts';

/** What stands between a binary operator and its right operand. */
export interface BinaryModifiers {
  readonly returnsBool: boolean;
  readonly matching: VectorMatching;
}

/** Parses `bool`, `on (…)` or `ignoring (…)`, `group_left (…)` or `group_right (…)`, and fill modifiers behind an operator, in this order. */
export function parseBinaryModifiers(cursor: TokenCursor, operator: BinaryOperator): BinaryModifiers {
  const returnsBool = cursor.accept('bool');
  const kind = cursor.accept('on') ? 'on' : cursor.accept('ignoring') ? 'ignoring' : undefined;
  const labels = kind === undefined ? [] : parseLabelList(cursor);
  const group = kind === undefined ? undefined : parseGroup(cursor);
  const pairing = group ?? ({ cardinality: isSetOperator(operator) ? 'many-to-many' : 'one-to-one', include: [] } as const);
  return { returnsBool, matching: { kind: kind ?? 'ignoring', labels, ...pairing, fill: parseFill(cursor) } };
}

function parseGroup(cursor: TokenCursor): Pick<VectorMatching, 'cardinality' | 'include'> | undefined {
  const cardinality = cursor.accept('group_left') ? 'many-to-one' : cursor.accept('group_right') ? 'one-to-many' : undefined;
  // A parenthesis behind the group modifier is its list, never the right operand's.
  return cardinality && { cardinality, include: cursor.sees('(') ? parseLabelList(cursor) : [] };
}
