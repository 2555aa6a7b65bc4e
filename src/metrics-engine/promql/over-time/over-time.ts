import type { FunctionImplementation } from '../evaluate/evaluation.ts';
import type { FunctionName } from '../syntax/function-signatures.ts';
import { countChanges } from './count-changes.ts';
import { instantDelta, instantRate } from './instant-change.ts';
import { meanOf, sumOf } from './mean.ts';
import { derivative, prediction, quantileOverTime, smoothing } from './parametric-functions.ts';
import { ofRange, ofRangeKeepingName } from './range-function.ts';
import { rateFunction } from './rate-family.ts';
import { timeOfLargest, timeOfSmallest } from './time-of-extreme.ts';
import { varianceOf } from './variance.ts';
import { medianDeviation } from './window-quantiles.ts';

/** How the functions over ranges are answered. absent_over_time is not among them: it is about the lack of series. */
export const OVER_TIME = {
  rate: rateFunction({ isCounter: true, isPerSecond: true }),
  increase: rateFunction({ isCounter: true, isPerSecond: false }),
  delta: rateFunction({ isCounter: false, isPerSecond: false }),
  irate: ofRange(instantRate),
  idelta: ofRange(instantDelta),
  resets: ofRange((window) => window.valuesBeforeResets().length),
  changes: ofRange(countChanges),
  deriv: derivative,
  predict_linear: prediction,
  double_exponential_smoothing: smoothing,
  sum_over_time: ofRange(sumOf),
  avg_over_time: ofRange(meanOf),
  min_over_time: ofRange((window) => window.min()),
  max_over_time: ofRange((window) => window.max()),
  count_over_time: ofRange(({ count }) => count),
  present_over_time: ofRange(() => 1),
  stddev_over_time: ofRange((window) => Math.sqrt(varianceOf(window))),
  stdvar_over_time: ofRange(varianceOf),
  mad_over_time: ofRange(medianDeviation),
  quantile_over_time: quantileOverTime,
  first_over_time: ofRangeKeepingName((window) => window.first),
  last_over_time: ofRangeKeepingName((window) => window.last),
  ts_of_first_over_time: ofRange((window) => window.firstMs / 1000),
  ts_of_last_over_time: ofRange((window) => window.lastMs / 1000),
  ts_of_max_over_time: ofRange(timeOfLargest),
  ts_of_min_over_time: ofRange(timeOfSmallest),
} as const satisfies Readonly<Partial<Record<FunctionName, FunctionImplementation>>>;
