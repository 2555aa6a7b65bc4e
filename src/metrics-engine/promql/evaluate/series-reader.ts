import type { Labels, Sample } from '../../query-result.ts';
import type { Matcher } from '../matcher.ts';
import type { SampleSlice } from './sample-slice.ts';

/**
 * One series as the evaluator reads it: samples numbered from the oldest that is kept, `end` behind the newest. Times are whole
 * milliseconds since 1970; staleness markers are no samples and stand apart. All is only good until the store is written to again.
 */
export interface ReadableSeries {
  /** The same object at each reading, so that what is derived from it can be kept. */
  readonly labels: Labels;
  /** The number of the oldest sample that is kept, and of the one that will follow the newest. They only grow. */
  readonly begin: number;
  readonly end: number;
  /** The newest sample in (afterMs, throughMs]; undefined when there is none, or the series went stale behind it by throughMs. */
  newest(afterMs: number, throughMs: number): Sample | undefined;
  /** The number of the first sample later than a time: `end` when there is none. `from` is a hint: the answer is looked for near it first. */
  firstAfter(atMs: number, from?: number): number;
  /** The time and the value of a sample that is kept. */
  timeAt(number: number): number;
  valueAt(number: number): number;
  /** Samples from one number up to another, not included; they may be decoded into a buffer that the next reading of any series overwrites. */
  read(from: number, to: number): SampleSlice;
  /** For every reset whose later sample has a number in (from, to): the value before it, in the order of time. A reset is a value smaller than the one before it; NaN never takes part. */
  valuesBeforeResets(from: number, to: number): Float64Array;
  /** Neumaier's sum and compensation over the values of [from, to). */
  sum(from: number, to: number): { readonly sum: number; readonly compensation: number };
  /** The smallest and the largest value of [from, to); NaN only when all are NaN or there are none. */
  min(from: number, to: number): number;
  max(from: number, to: number): number;
  /** The instants after afterMs and through throughMs at which the series went stale, oldest first. */
  staleBetween(afterMs: number, throughMs: number): readonly number[];
}

/** Where the evaluator finds series; the store implements it. */
export interface SeriesReader {
  /** Every series whose labels satisfy all matchers. */
  select(matchers: readonly Matcher[]): readonly ReadableSeries[];
}
