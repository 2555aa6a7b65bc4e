import type { Aggregation, AggregationOperator, Grouping } from './expression.ts';
import { isAggregation, takesParameter } from './operators.ts';
import { checkType, parseArguments } from './parse-call.ts';
import { parseLabelList } from './parse-labels.ts';
import type { Token } from './token.ts';
import type { ParseExpression, TokenCursor } from './token-cursor.ts';
import { UNSUPPORTED_AGGREGATIONS } from './unsupported-names.ts';

/** Answers whether an aggregation stands at the cursor, rather than a metric that bears its name. */
export function seesAggregation(cursor: TokenCursor): boolean {
  const name = cursor.peek().text.toLowerCase();
  const follower = cursor.peek(1).text.toLowerCase();
  return (isAggregation(name) || UNSUPPORTED_AGGREGATIONS.has(name)) && (follower === '(' || follower === 'by' || follower === 'without');
}

/** Parses `sum by (labels) (…)` or `sum(…) by (labels)` at the cursor. */
export function parseAggregation(cursor: TokenCursor, parseExpression: ParseExpression): Aggregation {
  const name = cursor.next();
  const operator = operatorOf(cursor, name);
  const before = parseGrouping(cursor);
  const args = parseArguments(cursor, parseExpression);
  const grouping = before ?? parseGrouping(cursor) ?? { kind: 'by', labels: [] };
  const [parameter, operand] = takesParameter(operator) ? args : [undefined, args[0]];
  const wanted = takesParameter(operator) ? 2 : 1;
  if (args.length !== wanted || operand === undefined)
    throw cursor.syntaxError(name, `${operator} takes ${wanted} argument(s), not ${args.length}`);
  if (parameter !== undefined) checkType(cursor, name, `the parameter of ${operator}`, parameter, 'scalar');
  checkType(cursor, name, `the operand of ${operator}`, operand, 'vector');
  return { kind: 'aggregation', operator, grouping, parameter, operand };
}

function operatorOf(cursor: TokenCursor, name: Token): AggregationOperator {
  const text = name.text.toLowerCase();
  if (isAggregation(text)) return text;
  throw cursor.unsupported(name, `the aggregation ${text}`);
}

function parseGrouping(cursor: TokenCursor): Grouping | undefined {
  for (const kind of ['by', 'without'] as const) {
    if (cursor.accept(kind)) return { kind, labels: parseLabelList(cursor) };
  }
  return undefined;
}
