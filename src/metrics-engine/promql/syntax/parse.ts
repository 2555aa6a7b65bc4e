import { QueryError } from '../../query-result.ts';
import { checkTypes } from './check-types.ts';
import type { Expression } from './expression.ts';
import { parseExpression } from './parse-expression.ts';
import { tokenCursor } from './token-cursor.ts';
import { isDeeperThan } from './tree-depth.ts';

// Ten times the longest rule in the field; what is longer was made by a mistake, and would hold up everybody else.
const MAX_EXPRESSION_LENGTH = 100_000;
// A chain of so many operators is still evaluated, printed and checked by recursion far from the end of the stack.
const MAX_TREE_DEPTH = 500;

/**
 * Parses a PromQL expression and checks its types; its tree lies at most 500 levels deep.
 *
 * Throws QueryError: 'bad-query' with line and column, in Prometheus' words, when the expression is malformed or its types do not fit;
 * 'unsupported' naming the construct when it is lawful in Prometheus and not answered here. Nothing else is thrown, whatever the text.
 */
export function parse(expression: string): Expression {
  if (expression.length > MAX_EXPRESSION_LENGTH)
    throw new QueryError('bad-query', `the expression has ${expression.length} characters; at most ${MAX_EXPRESSION_LENGTH} are allowed`);
  const cursor = tokenCursor(expression);
  if (cursor.peek().kind === 'end') throw cursor.error(0, 'no expression found in input');
  const tree = parseExpression(cursor);
  if (cursor.peek().kind !== 'end') throw cursor.unexpected('', '');
  if (isDeeperThan(tree, MAX_TREE_DEPTH)) throw cursor.error(0, `the expression has more than ${MAX_TREE_DEPTH} operations in a row`);
  checkTypes(tree, cursor);
  return tree;
}
