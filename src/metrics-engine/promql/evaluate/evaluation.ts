import type { Labels } from '../../query-result.ts';
import type { QueryBudget } from '../query-budget.ts';
import type { Expression, Span } from '../syntax/expression.ts';
import type { SampleSlice } from './sample-slice.ts';
import type { SeriesReader } from './series-reader.ts';

/** Computation that pauses now and then, so that whoever drives it can let others run, or stop. It is driven by `yield*` from within. */
export type Work<Result> = Generator<undefined, Result>;

/** The instants at which an expression is evaluated: start, start + step …, `count` of them. An instant query has one, and a step of 1. */
export interface Grid {
  readonly startMs: number;
  readonly stepMs: number;
  readonly count: number;
  /** The end that a range query asked for, which `@ end()`, end() and range() mean; its last instant when absent. */
  readonly endMs?: number;
}

/** What one series of an answer is at every instant of a grid. */
export interface Column {
  readonly labels: Labels;
  /**
   * Whether the metric's name is to be taken off at the end (delayed name removal). Without that option the name is taken off at once,
   * and this is false.
   */
  readonly dropsName: boolean;
  /** One value an instant. What stands where `present` is 0 means nothing. */
  readonly values: Float64Array;
  /** 1 where the series has a value, 0 where it has none. */
  readonly present: Uint8Array;
}

/** What an expression comes to over a grid. A range is no value: it is read by the functions that take one. */
export type Value =
  | { readonly kind: 'scalar'; readonly values: Float64Array }
  | { readonly kind: 'vector'; readonly columns: readonly Column[] }
  | { readonly kind: 'string'; readonly text: string };

/** The semantics that a query follows; Prometheus 3 in production is the default. */
export interface EngineOptions {
  /** How far back an instant selector looks for the newest sample. */
  readonly lookbackMs: number;
  /** The step of a subquery that names none: the global evaluation interval. */
  readonly defaultStepMs: number;
  /**
   * 3: windows are open on the left, the zero clamp of rate follows the 1.1 test, and series of ranges that lose their names become one
   * where they never meet. 2: windows are closed, the clamp precedes the test, and such series are refused.
   */
  readonly semantics: 2 | 3;
  /** Whether names are taken off at the end of a query instead of at once. Prometheus' feature flag promql-delayed-name-removal. */
  readonly delayedNameRemoval: boolean;
}

/** Prometheus 3 as it comes. */
export const PROMETHEUS_3: EngineOptions = { lookbackMs: 300_000, defaultStepMs: 60_000, semantics: 3, delayedNameRemoval: false };

/** Collects what a query's answer should be read with. */
export interface Annotations {
  /** Adds "PromQL warning: … (line:column)" for the expression at a span; the same text twice counts once. */
  warn(message: string, span: Span): void;
  /** Adds "PromQL info: … (line:column)". */
  info(message: string, span: Span): void;
}

/** What one query is evaluated with. */
export interface QueryContext {
  readonly reader: SeriesReader;
  readonly budget: QueryBudget;
  readonly options: EngineOptions;
  /** The query's own instants, for `@ start()`, `@ end()`, start(), end(), step() and range(), also within subqueries. */
  readonly grid: Grid;
  readonly annotations: Annotations;
}

/** Evaluates parts of an expression; handed to functions and operators, so that they need not import the evaluator of all. */
export interface Evaluator {
  readonly context: QueryContext;
  /** What an expression comes to over a grid. Throws for a range: use `ranges`. */
  evaluate(expression: Expression, grid: Grid): Work<Value>;
  /** As evaluate, for what the parser has found to be an instant vector. */
  vector(expression: Expression, grid: Grid): Work<readonly Column[]>;
  /** As evaluate, for what the parser has found to be a scalar. */
  scalar(expression: Expression, grid: Grid): Work<Float64Array>;
  /** As evaluate, for a string. */
  text(expression: Expression): string;
  /**
   * Computes one value from the window of each series at each instant: of a range selector or a subquery. `compute` answers undefined to
   * leave the series out at that instant; it is not called for a window without samples.
   */
  overRanges(expression: Expression, grid: Grid, compute: WindowFunction): Work<readonly Column[]>;
}

/** The samples of one series in the window of one instant; there is at least one. */
export interface Window {
  readonly labels: Labels;
  readonly startMs: number;
  readonly endMs: number;
  /** Which instant of the grid this is, from 0. */
  readonly index: number;
  readonly count: number;
  readonly firstMs: number;
  readonly first: number;
  readonly lastMs: number;
  readonly last: number;
  /** The samples themselves; asking for them may decode whole chunks, so what can be told without is told without. */
  samples(): SampleSlice;
  /** The newest `count` of them, or all where there are fewer. */
  tail(count: number): SampleSlice;
  /** As extrapolatedRate adds them: the values before each reset, a value that is smaller than the one before it, in the order of time. */
  valuesBeforeResets(): Float64Array;
  /**
   * The compensated sum of all values: sum and its compensation, as Neumaier has them. Of more than 1,024 values, runs may be added up
   * before they are added together: sum + compensation is then within a unit in the last place of adding one after the other.
   */
  sum(): { readonly sum: number; readonly compensation: number };
  /** The smallest and largest value; NaN only when all are NaN. */
  min(): number;
  max(): number;
}

/** Computes one value from a window; undefined leaves the series out. */
export type WindowFunction = (window: Window) => number | undefined;

/** How a function of PromQL is answered: from its call's arguments over a grid. One stands in FUNCTIONS for every name of FUNCTION_SIGNATURES. */
export type FunctionImplementation = (call: CallOf, grid: Grid, evaluator: Evaluator) => Work<Value>;

/** A call as an implementation sees it. */
export interface CallOf {
  readonly name: string;
  readonly args: readonly Expression[];
  readonly span: Span;
}
