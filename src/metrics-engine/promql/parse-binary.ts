import type { BinaryOperation, BinaryOperator, Expression, VectorMatching } from './expression.ts';
import { isComparison, isSetOperator } from './operators.ts';
import { parseLabelList } from './parse-labels.ts';
import { staticType } from './static-type.ts';
import type { Token } from './token.ts';
import type { TokenCursor } from './token-cursor.ts';

/** What stands between a binary operator and its right operand. */
export interface BinaryModifiers {
  readonly returnsBool: boolean;
  /** Whether on, ignoring or a group modifier was written. */
  readonly written: boolean;
  readonly matching: VectorMatching;
}

/** Parses `bool`, `on (…)` or `ignoring (…)`, and `group_left (…)` or `group_right (…)` behind an operator. */
export function parseBinaryModifiers(cursor: TokenCursor, operator: BinaryOperator): BinaryModifiers {
  const at = cursor.peek();
  const returnsBool = cursor.accept('bool');
  if (returnsBool && !isComparison(operator)) throw cursor.syntaxError(at, 'bool may only follow a comparison');
  const matching = parseMatching(cursor, isSetOperator(operator));
  const filler = cursor.peek();
  if (/^fill(_left|_right)?$/i.test(filler.text) && cursor.peek(1).text === '(')
    throw cursor.unsupported(filler, `the modifier ${filler.text}`);
  return { returnsBool, written: matching !== undefined, matching: matching ?? matchAll(isSetOperator(operator)) };
}

function matchAll(isSet: boolean): VectorMatching {
  return { kind: 'ignoring', labels: [], cardinality: isSet ? 'many-to-many' : 'one-to-one', include: [] };
}

function parseMatching(cursor: TokenCursor, isSet: boolean): VectorMatching | undefined {
  const kind = cursor.accept('on') ? 'on' : cursor.accept('ignoring') ? 'ignoring' : undefined;
  if (kind === undefined) return undefined;
  const labels = parseLabelList(cursor);
  const group = parseGroup(cursor, isSet);
  const twice = kind === 'on' ? group.include.find((label) => labels.includes(label)) : undefined;
  if (twice !== undefined) throw cursor.syntaxError(cursor.peek(), `label "${twice}" stands in on and in the group modifier at once`);
  return { kind, labels, ...group };
}

function parseGroup(cursor: TokenCursor, isSet: boolean): Pick<VectorMatching, 'cardinality' | 'include'> {
  const at = cursor.peek();
  const cardinality = cursor.accept('group_left') ? 'many-to-one' : cursor.accept('group_right') ? 'one-to-many' : undefined;
  if (cardinality === undefined) return { cardinality: isSet ? 'many-to-many' : 'one-to-one', include: [] };
  if (isSet) throw cursor.syntaxError(at, 'and, or and unless take no group modifier');
  return { cardinality, include: cursor.sees('(') ? parseLabelList(cursor) : [] };
}

/** Builds the operation after checking that its operands fit. Throws 'bad-query' at the operator. */
export function toBinary(
  cursor: TokenCursor,
  at: Token,
  operator: BinaryOperator,
  modifiers: BinaryModifiers,
  [left, right]: readonly [Expression, Expression],
): BinaryOperation {
  const problem = problemOf(operator, modifiers, left, right);
  if (problem !== undefined) throw cursor.syntaxError(at, problem);
  return { kind: 'binary', operator, returnsBool: modifiers.returnsBool, matching: modifiers.matching, left, right };
}

function problemOf(
  operator: BinaryOperator,
  { returnsBool, written }: BinaryModifiers,
  left: Expression,
  right: Expression,
): string | undefined {
  const types = [staticType(left), staticType(right)];
  if (types.some((type) => type === 'range' || type === 'string')) return `the operands of ${operator} must be scalars or instant vectors`;
  const scalars = types.filter((type) => type === 'scalar').length;
  if (scalars === 2 && isComparison(operator) && !returnsBool) return 'a comparison between scalars needs bool';
  if (scalars > 0 && isSetOperator(operator)) return `${operator} does not take a scalar`;
  if (scalars > 0 && written) return 'on, ignoring and group modifiers need an instant vector on both sides';
  return undefined;
}
