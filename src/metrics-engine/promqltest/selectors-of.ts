import type { Expression, VectorSelector } from '../promql/syntax/expression.ts';

/** Every selector of an expression, in the order in which they stand. */
export function selectorsOf(expression: Expression): readonly VectorSelector[] {
  switch (expression.kind) {
    case 'number':
    case 'string':
      return [];
    case 'selector':
      return [expression];
    case 'range':
      return [expression.selector];
    case 'subquery':
    case 'unary':
      return selectorsOf(expression.operand);
    case 'call':
      return expression.args.flatMap(selectorsOf);
    case 'aggregation':
      return [...(expression.parameter === undefined ? [] : selectorsOf(expression.parameter)), ...selectorsOf(expression.operand)];
    case 'binary':
      return [...selectorsOf(expression.left), ...selectorsOf(expression.right)];
  }
}
