import type { Aggregation, BinaryOperation, Expression, FunctionCall, Subquery } from './expression.ts';
import { formatNumber } from './number-literal.ts';
import { POWER_PRECEDENCE, PRECEDENCE } from './operators.ts';
import { printDuration } from './print-duration.ts';
import { printLabels } from './print-labels.ts';
import { printMatching } from './print-matching.ts';
import { printInBraces, printMatchers, printShift } from './print-selector.ts';
import { quoteString } from './quote.ts';

/** Writes a tree as PromQL that parses to the same tree (but for spans), as Prometheus formats it, with the fewest parentheses. */
export function print(expression: Expression): string {
  switch (expression.kind) {
    case 'number':
      return formatNumber(expression.value);
    case 'string':
      return quoteString(expression.value);
    case 'selector':
      return `${printMatchers(expression)}${printShift(expression)}`;
    case 'range':
      return `${printMatchers(expression.selector)}[${printDuration(expression.range)}]${printShift(expression.selector)}`;
    case 'subquery':
      return printSubquery(expression);
    case 'call':
      return printCall(expression);
    case 'aggregation':
      return printAggregation(expression);
    case 'unary':
      return `${expression.operator}${printOperand(expression.operand, POWER_PRECEDENCE - 1)}`;
    case 'binary':
      return printBinary(expression);
  }
}

function printSubquery(subquery: Subquery): string {
  const { operand, range, step } = subquery;
  const brackets = `[${printDuration(range)}:${step === undefined ? '' : printDuration(step)}]`;
  return `${printOperand(operand, POWER_PRECEDENCE)}${brackets}${printShift(subquery)}`;
}

function printCall({ name, args }: FunctionCall): string {
  // The second argument of info() is matchers alone: no name may stand before its braces.
  const written = args.map((argument, index) =>
    name === 'info' && index === 1 && argument.kind === 'selector'
      ? `${printInBraces(argument.matchers)}${printShift(argument)}`
      : print(argument),
  );
  return `${name}(${written.join(', ')})`;
}

function printAggregation({ operator, grouping, parameter, operand }: Aggregation): string {
  const isPlain = grouping.kind === 'by' && grouping.labels.length === 0;
  const clause = isPlain ? '' : ` ${grouping.kind} ${printLabels(grouping.labels)} `;
  const args = parameter === undefined ? print(operand) : `${print(parameter)}, ${print(operand)}`;
  return `${operator}${clause}(${args})`;
}

function printBinary({ operator, returnsBool, matching, left, right }: BinaryOperation): string {
  const precedence = PRECEDENCE[operator];
  const isPower = operator === '^';
  const before = printOperand(left, isPower ? precedence : precedence - 1);
  const after = printOperand(right, isPower ? precedence - 1 : precedence);
  return `${before} ${operator}${returnsBool ? ' bool' : ''}${printMatching(matching)} ${after}`;
}

/** An operand, in parentheses when it does not bind tighter than its place demands. */
function printOperand(expression: Expression, tighterThan: number): string {
  const text = print(expression);
  return bindingOf(expression) > tighterThan ? text : `(${text})`;
}

/** A number that begins with a sign binds like one. */
function bindingOf(expression: Expression): number {
  if (expression.kind === 'binary') return PRECEDENCE[expression.operator];
  const isSigned = expression.kind === 'unary' || (expression.kind === 'number' && /^[-+]/.test(formatNumber(expression.value)));
  return isSigned ? POWER_PRECEDENCE - 0.5 : POWER_PRECEDENCE + 1;
}
