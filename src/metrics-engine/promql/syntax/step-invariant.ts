import type { Expression } from './expression.ts';

/** Answers whether an expression has the same value at every instant. */
export function isStepInvariant(expression: Expression): boolean {
  switch (expression.kind) {
    case 'number':
    case 'string':
      return true;
    case 'selector':
    case 'subquery':
      return expression.at !== undefined;
    case 'range':
      return isStepInvariant(expression.selector);
    case 'unary':
      return isStepInvariant(expression.operand);
    case 'aggregation':
      return isStepInvariant(expression.operand) && (expression.parameter === undefined || isStepInvariant(expression.parameter));
    case 'binary':
      return isStepInvariant(expression.left) && isStepInvariant(expression.right);
    case 'call':
      return expression.args.length > 0 && expression.args.every(isStepInvariant);
  }
}
