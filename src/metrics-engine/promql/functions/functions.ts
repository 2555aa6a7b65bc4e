import type { FunctionImplementation } from '../evaluate/evaluation.ts';
import { OVER_TIME } from '../over-time/over-time.ts';
import type { FunctionName } from '../syntax/function-signatures.ts';
import { absent, absentOverTime } from './absent.ts';
import { clamp, clampMax, clampMin } from './clamp.ts';
import { DATE_FUNCTIONS } from './date-functions.ts';
import { histogramFraction } from './histogram-fraction.ts';
import { histogramQuantile, histogramQuantiles } from './histogram-quantiles.ts';
import { info } from './info.ts';
import { labelJoin } from './label-join.ts';
import { labelReplace } from './label-replace.ts';
import { mapValues, round } from './map-values.ts';
import { NUMBER_FUNCTIONS } from './number-functions.ts';
import { SCALAR_FUNCTIONS } from './scalar-functions.ts';
import { SORT_FUNCTIONS } from './sort.ts';
import { timestamp } from './timestamp.ts';

/** How every function of PromQL is answered. */
export const FUNCTIONS: Readonly<Record<FunctionName, FunctionImplementation>> = {
  ...OVER_TIME,
  ...mappedFunctions(),
  ...DATE_FUNCTIONS,
  ...SCALAR_FUNCTIONS,
  ...SORT_FUNCTIONS,
  absent,
  absent_over_time: absentOverTime,
  clamp,
  clamp_max: clampMax,
  clamp_min: clampMin,
  histogram_fraction: histogramFraction,
  histogram_quantile: histogramQuantile,
  histogram_quantiles: histogramQuantiles,
  info,
  label_join: labelJoin,
  label_replace: labelReplace,
  round,
  timestamp,
};

function mappedFunctions(): Readonly<Record<keyof typeof NUMBER_FUNCTIONS, FunctionImplementation>> {
  return Object.fromEntries(Object.entries(NUMBER_FUNCTIONS).map(([name, compute]) => [name, mapValues(compute)])) as Record<
    keyof typeof NUMBER_FUNCTIONS,
    FunctionImplementation
  >;
}
