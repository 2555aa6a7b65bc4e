import { QueryError } from '../query-result.ts';
import type { Expression } from './expression.ts';
import { numberOf } from './number-literal.ts';
import { isBinaryOperator, POWER_PRECEDENCE, PRECEDENCE } from './operators.ts';
import { parseAggregation, seesAggregation } from './parse-aggregation.ts';
import { parseBinaryModifiers, toBinary } from './parse-binary.ts';
import { parseCall } from './parse-call.ts';
import { refuseSubquery } from './parse-modifiers.ts';
import { parseSelector } from './parse-selector.ts';
import { staticType } from './static-type.ts';
import { describeToken, type TokenCursor, tokenCursor } from './token-cursor.ts';

// A hundred times the longest rule in the field; what is longer was made by a mistake.
const MAX_EXPRESSION_LENGTH = 1_000_000;

/**
 * Parses a PromQL expression and checks its types.
 *
 * Throws QueryError: 'bad-query' with line and column when the text is malformed, 'unsupported' naming the construct when it is
 * lawful in Prometheus and not answered here.
 */
export function parse(expression: string): Expression {
  if (expression.length > MAX_EXPRESSION_LENGTH)
    throw new QueryError('bad-query', `the expression has more than ${MAX_EXPRESSION_LENGTH} characters`);
  const cursor = tokenCursor(expression);
  const tree = parseExpression(cursor);
  const rest = cursor.peek();
  if (rest.kind !== 'end') throw cursor.syntaxError(rest, `unexpected ${describeToken(rest)} behind the expression`);
  return tree;
}

function parseExpression(cursor: TokenCursor): Expression {
  return cursor.nested(() => parseBinary(cursor, 0));
}

/** Precedence climbing: reads operators that bind tighter than the one on the left. */
function parseBinary(cursor: TokenCursor, tighterThan: number): Expression {
  let left = parseUnary(cursor);
  for (;;) {
    const token = cursor.peek();
    const operator = token.text.toLowerCase();
    if (token.kind === 'identifier' && operator === 'atan2') throw cursor.unsupported(token, 'the operator atan2');
    if (token.kind === 'string' || !isBinaryOperator(operator) || PRECEDENCE[operator] <= tighterThan) return left;
    cursor.next();
    const modifiers = parseBinaryModifiers(cursor, operator);
    // ^ binds to the right, so its right operand may begin with another ^.
    const right = cursor.nested(() => parseBinary(cursor, operator === '^' ? POWER_PRECEDENCE - 1 : PRECEDENCE[operator]));
    left = toBinary(cursor, token, operator, modifiers, [left, right]);
  }
}

function parseUnary(cursor: TokenCursor): Expression {
  const sign = cursor.peek();
  if (!cursor.accept('-') && !cursor.accept('+')) return parsePrimary(cursor);
  const operand = cursor.nested(() => parseBinary(cursor, POWER_PRECEDENCE - 1));
  const type = staticType(operand);
  if (type === 'range' || type === 'string') throw cursor.syntaxError(sign, 'a sign may only precede a scalar or an instant vector');
  if (sign.text === '+') return operand;
  return operand.kind === 'number' ? { kind: 'number', value: -operand.value } : { kind: 'minus', operand };
}

function parsePrimary(cursor: TokenCursor): Expression {
  const token = cursor.peek();
  if (cursor.sees('{')) return parseSelector(cursor);
  const expression = parseClosed(cursor);
  if (expression !== undefined) {
    refuseSubquery(cursor);
    return expression;
  }
  if (token.kind !== 'identifier') throw cursor.syntaxError(token, `expected an expression, found ${describeToken(token)}`);
  return parseSelector(cursor);
}

/** What cannot bear a range: literals, parentheses, aggregations and calls. */
function parseClosed(cursor: TokenCursor): Expression | undefined {
  const token = cursor.peek();
  const value = numberOf(token);
  if (value !== undefined) {
    cursor.next();
    return { kind: 'number', value };
  }
  if (token.kind === 'string') return { kind: 'string', value: cursor.next().text };
  if (cursor.accept('(')) {
    const inner = parseExpression(cursor);
    cursor.expect(')');
    return inner;
  }
  if (token.kind !== 'identifier') return undefined;
  if (seesAggregation(cursor)) return parseAggregation(cursor, parseExpression);
  return cursor.peek(1).text === '(' && cursor.peek(1).kind === 'operator' ? parseCall(cursor, parseExpression) : undefined;
}
