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
  '^': 6,
} as const satisfies Readonly<Record<BinaryOperator, number>>;

/** The precedence of `^`, which alone binds tighter than a leading minus: -1^2 is -(1^2). */
export const POWER_PRECEDENCE = PRECEDENCE['^'];

const COMPARISONS: ReadonlySet<string> = new Set(['==', '!=', '>', '<', '>=', '<='] satisfies ComparisonOperator[]);
const SETS: ReadonlySet<string> = new Set(['and', 'or', 'unless'] satisfies SetOperator[]);
const AGGREGATIONS: ReadonlySet<string> = new Set(
  'sum avg min max count group stddev stdvar quantile topk bottomk'.split(' ') as readonly AggregationOperator[],
);

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

/** Answers whether a text is an aggregation that the engine answers, in lower case. */
export function isAggregation(text: string): text is AggregationOperator {
  return AGGREGATIONS.has(text);
}

/** Answers whether an aggregation takes a number before its vector. */
export function takesParameter(operator: AggregationOperator): boolean {
  return operator === 'topk' || operator === 'bottomk' || operator === 'quantile';
}
