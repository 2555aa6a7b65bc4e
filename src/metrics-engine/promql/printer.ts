import { formatDuration } from './duration.ts';
import type { Aggregation, BinaryOperation, Expression, RangeSelector, VectorMatching, VectorSelector } from './expression.ts';
import { METRIC_NAME } from './labels.ts';
import type { Matcher } from './matcher.ts';
import { formatNumber } from './number-literal.ts';
import { POWER_PRECEDENCE, PRECEDENCE } from './operators.ts';
import { quoteString } from './string-literal.ts';

/** Writes a tree as PromQL that parses to the same tree, with the fewest parentheses. */
export function print(expression: Expression): string {
  switch (expression.kind) {
    case 'number':
      return formatNumber(expression.value);
    case 'string':
      return quoteString(expression.value);
    case 'selector':
      return printSelector(expression, '');
    case 'range':
      return printRange(expression);
    case 'call':
      return `${expression.name}(${expression.args.map(print).join(', ')})`;
    case 'aggregation':
      return printAggregation(expression);
    case 'minus':
      return `-${printOperand(expression.operand, POWER_PRECEDENCE - 1)}`;
    case 'binary':
      return printBinary(expression);
  }
}

function printRange({ selector, rangeMs }: RangeSelector): string {
  return printSelector(selector, `[${formatDuration(rangeMs)}]`);
}

function printSelector({ matchers, offsetMs, at }: VectorSelector, range: string): string {
  const [first, ...others] = matchers;
  const bare = first !== undefined && isBareName(first, others);
  const listed = (bare ? others : matchers).map(printMatcher).join(', ');
  const braces = listed === '' && bare ? '' : `{${listed}}`;
  return `${bare ? first.value : ''}${braces}${range}${printAt(at)}${printOffset(offsetMs)}`;
}

// Words that the parser reads as something else than a metric's name, where a name may stand.
const RESERVED =
  /^(?:inf|nan|and|or|unless|atan2|by|without|on|ignoring|group_left|group_right|bool|offset|start|end|fill|fill_left|fill_right|sum|avg|min|max|count|group|stddev|stdvar|quantile|topk|bottomk|count_values|limitk|limit_ratio)$/i;

function isBareName({ name, operator, value }: Matcher, others: readonly Matcher[]): boolean {
  const lawful = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/.test(value) && !RESERVED.test(value);
  return name === METRIC_NAME && operator === '=' && lawful && others.every((other) => other.name !== METRIC_NAME);
}

function printMatcher({ name, operator, value }: Matcher): string {
  return `${printLabel(name)}${operator}${quoteString(value)}`;
}

function printLabel(name: string): string {
  return /^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name) ? name : quoteString(name);
}

function printAt(at: VectorSelector['at']): string {
  if (at === undefined) return '';
  return typeof at === 'number' ? ` @ ${(at / 1000).toFixed(3)}` : ` @ ${at}()`;
}

function printOffset(offsetMs: number): string {
  if (offsetMs === 0) return '';
  return ` offset ${offsetMs < 0 ? '-' : ''}${formatDuration(Math.abs(offsetMs))}`;
}

function printAggregation({ operator, grouping, parameter, operand }: Aggregation): string {
  const isPlain = grouping.kind === 'by' && grouping.labels.length === 0;
  const clause = isPlain ? '' : ` ${grouping.kind} (${grouping.labels.map(printLabel).join(', ')}) `;
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

function printMatching({ kind, labels, cardinality, include }: VectorMatching): string {
  if (kind === 'ignoring' && labels.length === 0 && cardinality !== 'many-to-one' && cardinality !== 'one-to-many') return '';
  const clause = ` ${kind} (${labels.map(printLabel).join(', ')})`;
  if (cardinality !== 'many-to-one' && cardinality !== 'one-to-many') return clause;
  // The parentheses are written even around nothing, or those of the right operand would be read as the list.
  return `${clause} ${cardinality === 'many-to-one' ? 'group_left' : 'group_right'} (${include.map(printLabel).join(', ')})`;
}

/** An operand, in parentheses when it does not bind tighter than its place demands. */
function printOperand(expression: Expression, tighterThan: number): string {
  const text = print(expression);
  return bindingOf(expression) > tighterThan ? text : `(${text})`;
}

/** A negative number begins with a minus, so it binds like one. */
function bindingOf(expression: Expression): number {
  if (expression.kind === 'binary') return PRECEDENCE[expression.operator];
  const isSigned = expression.kind === 'minus' || (expression.kind === 'number' && formatNumber(expression.value).startsWith('-'));
  return isSigned ? POWER_PRECEDENCE - 0.5 : POWER_PRECEDENCE + 1;
}
