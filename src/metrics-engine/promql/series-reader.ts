import type { Labels, Sample } from '../query-result.ts';
import type { Matcher } from './matcher.ts';

/** Samples number `from` to `to` (not included) of two parallel columns, oldest first. Only good until the store is written to again. */
export interface SampleWindow {
  readonly times: Float64Array;
  readonly values: Float64Array;
  readonly from: number;
  readonly to: number;
}

/** One series as the evaluator reads it. Times are whole milliseconds since 1970. */
export interface ReadableSeries {
  /** The same object at each reading, so that what is derived from it can be kept. */
  readonly labels: Labels;
  /** The newest sample in (afterMs, throughMs]; undefined when there is none, or the series went stale behind it by throughMs. */
  newest(afterMs: number, throughMs: number): Sample | undefined;
  /** All samples in (afterMs, throughMs]; staleness markers are not among them. */
  window(afterMs: number, throughMs: number): SampleWindow;
}

/** Where the evaluator finds series; the store implements it. */
export interface SeriesReader {
  /** Every series whose labels satisfy all matchers. */
  select(matchers: readonly Matcher[]): readonly ReadableSeries[];
}
