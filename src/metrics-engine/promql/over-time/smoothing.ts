import { QueryError } from '../../query-result.ts';
import type { SampleSlice } from '../evaluate/sample-slice.ts';

/** How much weight new values have against old ones: in the level and in the trend; both between 0 and 1. */
export interface SmoothingFactors {
  readonly level: number;
  readonly trend: number;
}

/**
 * The last value smoothed with its trend; undefined for fewer than two samples.
 *
 * Throws QueryError 'execution' for a factor that is not between 0 and 1. Source: Holt's linear method, as Prometheus'
 * double_exponential_smoothing begins it: with the first value and the step to the second.
 */
export function smoothed({ values, from, to }: SampleSlice, { level, trend }: SmoothingFactors): number | undefined {
  refuseOutside('smoothing', 'sf', level);
  refuseOutside('trend', 'tf', trend);
  if (to - from < 2) return undefined;
  let before = 0;
  let value = values[from] ?? Number.NaN;
  let slope = (values[from + 1] ?? Number.NaN) - value;
  for (let index = from + 1; index < to; index++) {
    if (index > from + 1) slope = trend * (value - before) + (1 - trend) * slope;
    const next = level * (values[index] ?? Number.NaN) + (1 - level) * (value + slope);
    before = value;
    value = next;
  }
  return value;
}

function refuseOutside(kind: string, symbol: string, factor: number): void {
  // As Prometheus: NaN passes, and makes every answer NaN.
  if (factor <= 0 || factor >= 1)
    throw new QueryError('execution', `invalid ${kind} factor. Expected: 0 < ${symbol} < 1, got: ${factor.toFixed(6)}`);
}
