import { CompensatedSum } from '../compensated-sum.ts';
import type { SampleSlice } from '../evaluate/sample-slice.ts';

/** A straight line: its value at a time is slope × seconds since then + intercept. */
export interface Line {
  readonly slope: number;
  readonly intercept: number;
}

/**
 * The line through samples by least squares, its intercept at a time; there is at least one sample.
 *
 * Values that are all the same make a level line exactly, and NaN where they are infinite. Source: Prometheus' linearRegression, with all
 * sums compensated.
 */
export function linearRegression({ times, values, from, to }: SampleSlice, interceptMs: number): Line {
  const first = values[from] ?? Number.NaN;
  const [sumX, sumY, sumXY, sumX2] = [new CompensatedSum(), new CompensatedSum(), new CompensatedSum(), new CompensatedSum()];
  let isLevel = true;
  for (let index = from; index < to; index++) {
    const x = ((times[index] ?? 0) - interceptMs) / 1000;
    const y = values[index] ?? Number.NaN;
    if (index > from && y !== first) isLevel = false;
    sumX.add(x);
    sumY.add(y);
    sumXY.add(x * y);
    sumX2.add(x * x);
  }
  if (isLevel) return levelLine(first);
  const count = to - from;
  const [x, y] = [sumX.total, sumY.total];
  const covariance = sumXY.total - (x * y) / count;
  const slope = covariance / (sumX2.total - (x * x) / count);
  return { slope, intercept: y / count - (slope * x) / count };
}

function levelLine(value: number): Line {
  const isInfinite = Math.abs(value) === Number.POSITIVE_INFINITY;
  return isInfinite ? { slope: Number.NaN, intercept: Number.NaN } : { slope: 0, intercept: value };
}
