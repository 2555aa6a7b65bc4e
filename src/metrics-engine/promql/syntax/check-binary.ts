import type { BinaryOperation, Expression } from './expression.ts';
import { isComparison, isSetOperator } from './operators.ts';
import type { Report } from './type-report.ts';
import { staticType } from './value-type.ts';

// What may stand between the left operand, without its parentheses, and the operator.
const BEFORE_OPERATOR = /(?:[ \t\r\n)]|#[^\n]*)*/y;

/** Checks that the operands and the modifiers of a binary operation go together. */
export function checkBinary(operation: BinaryOperation, report: Report): void {
  const problem = modifierProblem(operation);
  if (problem !== undefined) throw report.error(operatorOffset(operation, report.source), problem);
  for (const operand of [operation.left, operation.right]) checkOperand(operand, report);
  const misfit = isScalarOnly(operation) ? scalarProblem(operation) : setProblem(operation);
  if (misfit !== undefined) throw report.error(operation.span.start, misfit);
}

function modifierProblem({ operator, returnsBool, matching, left, right }: BinaryOperation): string | undefined {
  if (returnsBool && !isComparison(operator)) return 'bool modifier can only be used on comparison operators';
  const scalars = staticType(left) === 'scalar' && staticType(right) === 'scalar';
  if (isComparison(operator) && !returnsBool && scalars) return 'comparisons between scalars must use BOOL modifier';
  const twice = matching.kind === 'on' ? matching.labels.find((label) => matching.include.includes(label)) : undefined;
  return twice && `label "${twice}" must not occur in ON and GROUP clause at once`;
}

function checkOperand(operand: Expression, report: Report): void {
  const type = staticType(operand);
  if (type === 'scalar' || type === 'vector') return;
  throw report.error(operand.span.start, 'binary expression must contain only scalar and instant vector types');
}

function isScalarOnly({ left, right }: BinaryOperation): boolean {
  return staticType(left) !== 'vector' || staticType(right) !== 'vector';
}

function scalarProblem({ operator, matching }: BinaryOperation): string | undefined {
  if (matching.labels.length > 0) return 'vector matching only allowed between instant vectors';
  if (isFilling(matching)) return 'filling in missing series only allowed between instant vectors';
  return isSetOperator(operator) ? `set operator "${operator}" not allowed in binary scalar expression` : undefined;
}

function setProblem({ operator, matching }: BinaryOperation): string | undefined {
  if (!isSetOperator(operator)) return undefined;
  if (matching.cardinality !== 'many-to-many') return `no grouping allowed for "${operator}" operation`;
  return isFilling(matching) ? 'filling in missing series not allowed for set operators' : undefined;
}

function isFilling({ fill }: BinaryOperation['matching']): boolean {
  return fill.left !== undefined || fill.right !== undefined;
}

function operatorOffset({ left }: BinaryOperation, source: string): number {
  BEFORE_OPERATOR.lastIndex = left.span.end;
  return left.span.end + (BEFORE_OPERATOR.exec(source)?.[0].length ?? 0);
}
