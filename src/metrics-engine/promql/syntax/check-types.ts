import { valueTest } from '../matcher.ts';
import { checkBinary } from './check-binary.ts';
import { checkArguments, isInfoFilter } from './check-call.ts';
import { childrenOf } from './children.ts';
import type { Aggregation, Expression, Subquery, UnaryOperation, VectorSelector } from './expression.ts';
import type { ValueType } from './function-signatures.ts';
import { parameterType } from './operators.ts';
import { type Report, typeName, wantType } from './type-report.ts';
import { staticType } from './value-type.ts';

/**
 * Checks that every part of an expression gets the types it takes, the parts before the whole. Throws the error that `report`
 * makes.
 */
export function checkTypes(expression: Expression, report: Report): void {
  for (const child of childrenOf(expression)) {
    if (!isInfoFilter(expression, child)) checkTypes(child, report);
  }
  switch (expression.kind) {
    case 'number':
    case 'string':
    case 'range':
      return;
    case 'selector':
      return checkSelector(expression, report);
    case 'subquery':
      return checkSubquery(expression, report);
    case 'call':
      return checkArguments(expression, report);
    case 'aggregation':
      return checkAggregation(expression, report);
    case 'unary':
      return checkUnary(expression, report);
    case 'binary':
      return checkBinary(expression, report);
  }
}

/** A selector that an absent label satisfies in every matcher would read the whole store. */
function checkSelector({ matchers, span }: VectorSelector, report: Report): void {
  if (matchers.some((matcher) => !valueTest(matcher)(''))) return;
  throw report.error(span.start, 'vector selector must contain at least one non-empty matcher');
}

const SUBQUERY_TYPES = { vector: 'vector', range: 'matrix', scalar: 'scalar', string: 'string' } as const satisfies Record<
  ValueType,
  string
>;

function checkSubquery({ operand, span }: Subquery, report: Report): void {
  const type = staticType(operand);
  if (type !== 'vector') throw report.error(span.start, `subquery is only allowed on instant vector, got ${SUBQUERY_TYPES[type]} instead`);
}

function checkAggregation({ operator, parameter, operand }: Aggregation, report: Report): void {
  wantType(operand, 'vector', 'aggregation expression', report);
  const wanted = parameterType(operator);
  if (parameter !== undefined && wanted !== undefined) wantType(parameter, wanted, 'aggregation parameter', report);
}

function checkUnary({ operand, span }: UnaryOperation, report: Report): void {
  const type = staticType(operand);
  if (type === 'scalar' || type === 'vector') return;
  const allowed = 'unary expression only allowed on expressions of type scalar or instant vector';
  throw report.error(span.start, `${allowed}, got "${typeName(type)}"`);
}
