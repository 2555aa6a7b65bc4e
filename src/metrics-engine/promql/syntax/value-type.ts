import type { Expression } from './expression.ts';
import { FUNCTION_SIGNATURES, type ValueType } from './function-signatures.ts';

/** What an expression yields, told from its tree alone. */
export function staticType(expression: Expression): ValueType {
  switch (expression.kind) {
    case 'number':
      return 'scalar';
    case 'string':
      return 'string';
    case 'selector':
    case 'aggregation':
      return 'vector';
    case 'range':
    case 'subquery':
      return 'range';
    case 'call':
      return FUNCTION_SIGNATURES[expression.name].gives;
    case 'unary':
      return staticType(expression.operand);
    case 'binary':
      return staticType(expression.left) === 'scalar' && staticType(expression.right) === 'scalar' ? 'scalar' : 'vector';
  }
}
