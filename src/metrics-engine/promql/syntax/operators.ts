import type { AggregationOperator, BinaryOperator, ComparisonOperator, SetOperator } from './expression.ts';

/** How tightly each binary operator binds; higher is tighter. Source: the operator precedence table of Prometheus' documentation. */
export const PRECEDENCE = {
  or: 1,
  and: 2,
  unless: 2,
  '==': 3,
  '!=': 3,
  '>': 3,
  '<': 3,
  '>=': 3,
  '<=': 3,
  '+': 4,
  '-': 4,
  '*': 5,
  '/': 5,
  '%': 5,
  atan2: 5,
  '^': 6,
} as const satisfies Readonly<Record<BinaryOperator, number>>;

/** The precedence of `^`, which alone binds tighter than a leading sign: -1^2 is -(1^2). */
export const POWER_PRECEDENCE = PRECEDENCE['^'];

const COMPARISONS: ReadonlySet<string> = new Set(['==', '!=', '>', '<', '>=', '<='] satisfies ComparisonOperator[]);
const SETS: ReadonlySet<string> = new Set(['and', 'or', 'unless'] satisfies SetOperator[]);

/** What an aggregation takes before its vector; undefined for nothing. */
const PARAMETERS = {
  sum: undefined,
  avg: undefined,
  min: undefined,
  max: undefined,
  count: undefined,
  group: undefined,
  stddev: undefined,
  stdvar: undefined,
  quantile: 'scalar',
  topk: 'scalar',
  bottomk: 'scalar',
  count_values: 'string',
  limitk: 'scalar',
  limit_ratio: 'scalar',
} as const satisfies Readonly<Record<AggregationOperator, 'scalar' | 'string' | undefined>>;

/** Answers whether a text is a binary operator, in lower case. */
export function isBinaryOperator(text: string): text is BinaryOperator {
  return Object.hasOwn(PRECEDENCE, text);
}

/** Answers whether an operator compares. */
export function isComparison(operator: BinaryOperator): operator is ComparisonOperator {
  return COMPARISONS.has(operator);
}

/** Answers whether an operator joins sets of series. */
export function isSetOperator(operator: BinaryOperator): operator is SetOperator {
  return SETS.has(operator);
}

/** Answers whether a text is an aggregation, in lower case. */
export function isAggregation(text: string): text is AggregationOperator {
  return Object.hasOwn(PARAMETERS, text);
}

/** What an aggregation takes before its vector: a number, a text, or nothing. */
export function parameterType(operator: AggregationOperator): 'scalar' | 'string' | undefined {
  return PARAMETERS[operator];
}
