import type { Aggregation, AggregationOperator, Expression, Grouping } from './expression.ts';
import { isAggregation, parameterType } from './operators.ts';
import { parseArguments } from './parse-arguments.ts';
import { parseLabelList } from './parse-labels.ts';
import type { ParseExpression, TokenCursor } from './token-cursor.ts';

const PLACE = 'aggregation';

/** Answers whether an aggregation stands at the cursor, rather than a metric that bears its name. */
export function seesAggregation(cursor: TokenCursor): boolean {
  const { kind, text } = cursor.peek();
  return (
    kind === 'identifier' && isAggregation(text.toLowerCase()) && (cursor.sees('(', 1) || cursor.sees('by', 1) || cursor.sees('without', 1))
  );
}

/** Parses `sum by (labels) (…)` or `sum(…) by (labels)` at the cursor, where seesAggregation has seen one. */
export function parseAggregation(cursor: TokenCursor, parseExpression: ParseExpression): Aggregation {
  const { text, start } = cursor.next();
  const operator = text.toLowerCase() as AggregationOperator;
  const before = parseGrouping(cursor);
  const args = parseArguments(cursor, parseExpression, PLACE);
  const grouping = before ?? parseGrouping(cursor) ?? { kind: 'by', labels: [] };
  return { kind: 'aggregation', operator, grouping, ...operandsOf(cursor, start, operator, args), span: cursor.spanFrom(start) };
}

function operandsOf(
  cursor: TokenCursor,
  start: number,
  operator: AggregationOperator,
  args: readonly Expression[],
): Pick<Aggregation, 'parameter' | 'operand'> {
  if (args.length === 0) throw cursor.error(start, 'no arguments for aggregate expression provided');
  const wanted = parameterType(operator) === undefined ? 1 : 2;
  const operand = args[wanted - 1];
  if (args.length !== wanted || operand === undefined) {
    const problem = 'wrong number of arguments for aggregate expression provided';
    throw cursor.error(start, `${problem}, expected ${wanted}, got ${args.length}`);
  }
  return { parameter: wanted === 2 ? args[0] : undefined, operand };
}

function parseGrouping(cursor: TokenCursor): Grouping | undefined {
  for (const kind of ['by', 'without'] as const) {
    if (cursor.accept(kind)) return { kind, labels: parseLabelList(cursor) };
  }
  return undefined;
}
