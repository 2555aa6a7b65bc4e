import type { Expression, UnaryOperation } from './expression.ts';
import { mayNameFunction, mayNameMetric } from './keywords.ts';
import { isBinaryOperator, POWER_PRECEDENCE, PRECEDENCE } from './operators.ts';
import { parseAggregation, seesAggregation } from './parse-aggregation.ts';
import { parseBinaryModifiers } from './parse-binary-modifiers.ts';
import { parseCall } from './parse-call.ts';
import { parseNumberToken, seesNumber } from './parse-number.ts';
import { parsePostfix } from './parse-postfix.ts';
import { parseSelector } from './parse-selector.ts';
import type { TokenCursor } from './token-cursor.ts';

/** Parses the longest expression at the cursor; types are not checked yet. Throws QueryError as parse does. */
export function parseExpression(cursor: TokenCursor): Expression {
  return cursor.nested(() => parseBinary(cursor, 0));
}

/** Precedence climbing: reads operators that bind tighter than the one on the left. */
function parseBinary(cursor: TokenCursor, tighterThan: number): Expression {
  const { start } = cursor.peek();
  let left = parseUnary(cursor);
  for (;;) {
    const token = cursor.peek();
    const operator = token.text.toLowerCase();
    const isWord = token.kind === 'operator' || token.kind === 'identifier';
    if (!isWord || !isBinaryOperator(operator) || PRECEDENCE[operator] <= tighterThan) return left;
    cursor.next();
    const modifiers = parseBinaryModifiers(cursor, operator);
    // ^ binds to the right, so its right operand may begin with another ^.
    const right = cursor.nested(() => parseBinary(cursor, operator === '^' ? POWER_PRECEDENCE - 1 : PRECEDENCE[operator]));
    left = { kind: 'binary', operator, ...modifiers, left, right, span: cursor.spanFrom(start) };
  }
}

function parseUnary(cursor: TokenCursor): Expression {
  const { start } = cursor.peek();
  const operator = cursor.accept('-') ? '-' : cursor.accept('+') ? '+' : undefined;
  if (operator === undefined) return parseOperand(cursor);
  const operand = cursor.nested(() => parseBinary(cursor, POWER_PRECEDENCE - 1));
  return signed(operator, operand, cursor.spanFrom(start));
}

function signed(operator: '+' | '-', operand: Expression, span: UnaryOperation['span']): Expression {
  if (operand.kind !== 'number') return { kind: 'unary', operator, operand, span };
  return { kind: 'number', value: operator === '-' ? -operand.value : operand.value, span };
}

function parseOperand(cursor: TokenCursor): Expression {
  const { start } = cursor.peek();
  if (!cursor.accept('(')) return parsePostfix(cursor, parsePrimary(cursor));
  const inner = parseExpression(cursor);
  if (!cursor.accept(')')) throw cursor.unexpected('', '');
  return parsePostfix(cursor, inner, start);
}

function parsePrimary(cursor: TokenCursor): Expression {
  const token = cursor.peek();
  if (cursor.sees('{')) return parseSelector(cursor);
  if (seesNumber(cursor, false)) return { kind: 'number', value: parseNumberToken(cursor), span: cursor.spanFrom(token.start) };
  if (token.kind === 'string') return { kind: 'string', value: cursor.next().value, span: cursor.spanFrom(token.start) };
  if (token.kind !== 'identifier' || !mayNameMetric(token.text)) throw cursor.unexpected('', '');
  if (seesAggregation(cursor)) return parseAggregation(cursor, parseExpression);
  return cursor.sees('(', 1) && mayNameFunction(token.text) ? parseCall(cursor, parseExpression) : parseSelector(cursor);
}
