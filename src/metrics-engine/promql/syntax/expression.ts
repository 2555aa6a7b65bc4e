import type { Matcher } from '../matcher.ts';
import type { FunctionName } from './function-signatures.ts';

/** Where a part of an expression stands in its text: from `start` up to `end`, not included, in UTF-16 code units from 0. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * A PromQL expression as a tree. Parentheses leave no trace: the tree's shape says what they said.
 *
 * Spans are for messages only: two expressions that differ in nothing else mean the same.
 */
export type Expression =
  | NumberLiteral
  | StringLiteral
  | VectorSelector
  | RangeSelector
  | Subquery
  | FunctionCall
  | Aggregation
  | UnaryOperation
  | BinaryOperation;

export interface NumberLiteral {
  readonly kind: 'number';
  readonly value: number;
  readonly span: Span;
}

export interface StringLiteral {
  readonly kind: 'string';
  readonly value: string;
  readonly span: Span;
}

/**
 * A length of time as it is written in a range, an offset or a subquery's step: milliseconds, or sums of such that may name the query's
 * own step and range. Numbers in it are seconds. Source: Prometheus 3's duration expressions.
 */
export type Duration =
  | { readonly kind: 'fixed'; readonly ms: number }
  | { readonly kind: 'step' }
  | { readonly kind: 'range' }
  | { readonly kind: 'minus'; readonly operand: Duration }
  | { readonly kind: 'operation'; readonly operator: '+' | '-' | '*' | '/' | '%' | '^'; readonly left: Duration; readonly right: Duration }
  | { readonly kind: 'smaller' | 'larger'; readonly left: Duration; readonly right: Duration };

/** Where `@` pins a selector: a time in milliseconds since 1970, or the start or end of the query's range. */
export type PinnedTime = number | 'start' | 'end';

/** What may shift the time of a selector or subquery. */
export interface TimeShift {
  /** Looks this far back; negative looks forward. */
  readonly offset: Duration;
  readonly at: PinnedTime | undefined;
}

/** The newest sample of each series that fits all matchers; the metric's name is a matcher on `__name__`. */
export interface VectorSelector extends TimeShift {
  readonly kind: 'selector';
  readonly matchers: readonly Matcher[];
  readonly span: Span;
}

/** All samples of the last `range` of each series that fits. The shift is the selector's. */
export interface RangeSelector {
  readonly kind: 'range';
  readonly selector: VectorSelector;
  readonly range: Duration;
  readonly span: Span;
}

/** An expression evaluated at every multiple of `step` within the last `range`. */
export interface Subquery extends TimeShift {
  readonly kind: 'subquery';
  readonly operand: Expression;
  readonly range: Duration;
  /** undefined: the engine's default step. */
  readonly step: Duration | undefined;
  readonly span: Span;
}

export interface FunctionCall {
  readonly kind: 'call';
  readonly name: FunctionName;
  readonly args: readonly Expression[];
  readonly span: Span;
}

export type AggregationOperator =
  | 'sum'
  | 'avg'
  | 'min'
  | 'max'
  | 'count'
  | 'group'
  | 'stddev'
  | 'stdvar'
  | 'quantile'
  | 'topk'
  | 'bottomk'
  | 'count_values'
  | 'limitk'
  | 'limit_ratio';

/** Which labels part the groups: those listed (`by`), or all others (`without`). */
export interface Grouping {
  readonly kind: 'by' | 'without';
  readonly labels: readonly string[];
}

export interface Aggregation {
  readonly kind: 'aggregation';
  readonly operator: AggregationOperator;
  readonly grouping: Grouping;
  /** What stands before the vector in topk, bottomk, limitk, limit_ratio, quantile (a scalar) and count_values (a string). */
  readonly parameter: Expression | undefined;
  readonly operand: Expression;
  readonly span: Span;
}

/** A sign before a scalar or an instant vector. Prometheus keeps `+x` in its tree, and so does this one: it takes no name off. */
export interface UnaryOperation {
  readonly kind: 'unary';
  readonly operator: '+' | '-';
  readonly operand: Expression;
  readonly span: Span;
}

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%' | '^' | 'atan2';
export type ComparisonOperator = '==' | '!=' | '>' | '<' | '>=' | '<=';
export type SetOperator = 'and' | 'or' | 'unless';
export type BinaryOperator = ArithmeticOperator | ComparisonOperator | SetOperator;

/** Which labels must agree for two series to be paired, and which side may have several partners. */
export interface VectorMatching {
  readonly kind: 'on' | 'ignoring';
  readonly labels: readonly string[];
  readonly cardinality: 'one-to-one' | 'many-to-one' | 'one-to-many' | 'many-to-many';
  /** Labels that group_left or group_right copies from the one side. */
  readonly include: readonly string[];
  /** What stands in for a partner that is missing on the left or on the right; undefined drops the pair. Source: Prometheus 3's fill modifiers. */
  readonly fill: { readonly left: number | undefined; readonly right: number | undefined };
}

export interface BinaryOperation {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  /** With `bool`, a comparison answers 0 or 1 instead of filtering. */
  readonly returnsBool: boolean;
  readonly matching: VectorMatching;
  readonly left: Expression;
  readonly right: Expression;
  readonly span: Span;
}
