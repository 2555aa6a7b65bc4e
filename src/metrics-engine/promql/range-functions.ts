import { extrapolatedRate } from './extrapolated-rate.ts';
import type { FunctionName } from './function-signatures.ts';
import { countChanges, countResets, instantChange } from './instant-change.ts';
import type { RangePoint } from './plan.ts';
import { largestOf, meanOf, smallestOf, sumOf, varianceOf } from './statistics.ts';

/** Computes one value from the samples of a series, at least one; undefined leaves the series out. */
export type RangeFunction = (range: RangePoint) => number | undefined;

/** The functions that take nothing but a range. absent_over_time is not among them: it is about the lack of series. */
export type RangeFunctionName = Extract<
  FunctionName,
  | 'rate'
  | 'increase'
  | 'irate'
  | 'delta'
  | 'idelta'
  | 'resets'
  | 'changes'
  | Exclude<`${'sum' | 'avg' | 'min' | 'max' | 'count' | 'last' | 'first' | 'present' | 'stddev' | 'stdvar'}_over_time`, never>
>;

/** What each range function computes. */
export const RANGE_FUNCTIONS = {
  rate: (range) => extrapolatedRate(range, { isCounter: true, isPerSecond: true }),
  increase: (range) => extrapolatedRate(range, { isCounter: true, isPerSecond: false }),
  delta: (range) => extrapolatedRate(range, { isCounter: false, isPerSecond: false }),
  irate: (range) => instantChange(range, true),
  idelta: (range) => instantChange(range, false),
  resets: (range) => countResets(valuesOf(range)),
  changes: (range) => countChanges(valuesOf(range)),
  sum_over_time: (range) => sumOf(valuesOf(range)),
  avg_over_time: (range) => meanOf(valuesOf(range)),
  min_over_time: (range) => smallestOf(valuesOf(range)),
  max_over_time: (range) => largestOf(valuesOf(range)),
  stddev_over_time: (range) => Math.sqrt(varianceOf(valuesOf(range))),
  stdvar_over_time: (range) => varianceOf(valuesOf(range)),
  count_over_time: ({ from, to }) => to - from,
  present_over_time: () => 1,
  last_over_time: ({ values, to }) => values[to - 1],
  first_over_time: ({ values, from }) => values[from],
} as const satisfies Readonly<Record<RangeFunctionName, RangeFunction>>;

/** The values of a window, without a copy. */
export function valuesOf({ values, from, to }: RangePoint): Float64Array {
  return values.subarray(from, to);
}
