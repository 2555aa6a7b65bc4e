import type { FunctionName } from './function-signatures.ts';
import type { Matcher } from './matcher.ts';

/** A PromQL expression as a tree. Parentheses leave no trace: the tree's shape says what they said. */
export type Expression =
  | NumberLiteral
  | StringLiteral
  | VectorSelector
  | RangeSelector
  | FunctionCall
  | Aggregation
  | UnaryMinus
  | BinaryOperation;

export interface NumberLiteral {
  readonly kind: 'number';
  readonly value: number;
}

export interface StringLiteral {
  readonly kind: 'string';
  readonly value: string;
}

/** Where `@` pins a selector: a time in milliseconds since 1970, or the start or end of the query's range. */
export type PinnedTime = number | 'start' | 'end';

/** The newest sample of each series that fits all matchers; the metric's name is a matcher on `__name__`. */
export interface VectorSelector {
  readonly kind: 'selector';
  readonly matchers: readonly Matcher[];
  /** Looks this far back; negative looks forward. */
  readonly offsetMs: number;
  readonly at: PinnedTime | undefined;
}

/** All samples of the last rangeMs of each series that fits. */
export interface RangeSelector {
  readonly kind: 'range';
  readonly selector: VectorSelector;
  readonly rangeMs: number;
}

export interface FunctionCall {
  readonly kind: 'call';
  readonly name: FunctionName;
  readonly args: readonly Expression[];
}

export type AggregationOperator = 'sum' | 'avg' | 'min' | 'max' | 'count' | 'group' | 'stddev' | 'stdvar' | 'quantile' | 'topk' | 'bottomk';

/** Which labels part the groups: those listed (`by`), or all others (`without`). */
export interface Grouping {
  readonly kind: 'by' | 'without';
  readonly labels: readonly string[];
}

export interface Aggregation {
  readonly kind: 'aggregation';
  readonly operator: AggregationOperator;
  readonly grouping: Grouping;
  /** The number before the vector in topk, bottomk and quantile. */
  readonly parameter: Expression | undefined;
  readonly operand: Expression;
}

export interface UnaryMinus {
  readonly kind: 'minus';
  readonly operand: Expression;
}

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%' | '^';
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
}

export interface BinaryOperation {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  /** With `bool`, a comparison answers 0 or 1 instead of filtering. */
  readonly returnsBool: boolean;
  readonly matching: VectorMatching;
  readonly left: Expression;
  readonly right: Expression;
}
