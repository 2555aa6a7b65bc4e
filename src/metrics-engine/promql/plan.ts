import type { Labels } from '../query-result.ts';
import type { Expression, PinnedTime, RangeSelector, VectorSelector } from './expression.ts';
import type { QueryBudget } from './query-budget.ts';
import type { SampleWindow, SeriesReader } from './series-reader.ts';

/** The value of one series at one instant. */
export interface Point {
  readonly labels: Labels;
  readonly value: number;
}

/** A point straight from the store, with the time at which it was scraped. */
export interface SampledPoint extends Point {
  readonly sampledAtMs: number;
}

/** The samples of one series in (startMs, endMs]; there is at least one. */
export interface RangePoint extends SampleWindow {
  readonly labels: Labels;
  readonly startMs: number;
  readonly endMs: number;
}

/** An expression made ready: its series are found, and it can be asked for any instant. */
export type ScalarPlan = (atMs: number) => number;
export type VectorPlan = (atMs: number) => readonly Point[];
export type SampledPlan = (atMs: number) => readonly SampledPoint[];
export type RangePlan = (atMs: number) => readonly RangePoint[];

/** What a query is evaluated against. */
export interface QueryContext {
  readonly reader: SeriesReader;
  readonly budget: QueryBudget;
  /** How far back an instant selector looks for the newest sample. */
  readonly lookbackMs: number;
  /** The first and last instant of the query, for `@ start()` and `@ end()`. */
  readonly startMs: number;
  readonly endMs: number;
}

/** Makes expressions ready; handed to the plans of parts, so that they need not import the planner of all. */
export interface Planner {
  readonly context: QueryContext;
  scalar(expression: Expression): ScalarPlan;
  vector(expression: Expression): VectorPlan;
  range(expression: Expression): RangePlan;
}

/** The instant that a selector is about when the query asks for atMs. */
export function instantOf({ at, offsetMs }: VectorSelector, context: QueryContext): (atMs: number) => number {
  const pinned = pinnedMs(at, context);
  return (atMs) => (pinned ?? atMs) - offsetMs;
}

function pinnedMs(at: PinnedTime | undefined, { startMs, endMs }: QueryContext): number | undefined {
  if (at === 'start') return startMs;
  return at === 'end' ? endMs : at;
}

/** Answers whether an expression selects raw samples of a range. */
export function isRange(expression: Expression): expression is RangeSelector {
  return expression.kind === 'range';
}
