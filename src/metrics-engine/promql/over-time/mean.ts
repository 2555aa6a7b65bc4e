import { CompensatedSum } from '../compensated-sum.ts';
import type { Window } from '../evaluate/evaluation.ts';
import type { SampleSlice } from '../evaluate/sample-slice.ts';

/** The compensated sum of a window's values: bit by bit Prometheus' up to 1,024 values, within a unit in the last place beyond. */
export function sumOf(window: Window): number {
  const { sum, compensation } = window.sum();
  return Number.isFinite(sum) ? sum + compensation : sum;
}

/**
 * The arithmetic mean of a window's values: sum and compensation are each divided before they are joined. Where the sum leaves the finite
 * numbers, the mean is carried on from value to value instead, so that the mean of large numbers stays finite.
 *
 * Source: Prometheus 3's avg_over_time.
 */
export function meanOf(window: Window): number {
  const { sum, compensation } = window.sum();
  if (Math.abs(sum) !== Number.POSITIVE_INFINITY) return sum / window.count + compensation / window.count;
  return overflowingMean(window.samples());
}

function overflowingMean({ values, from, to }: SampleSlice): number {
  const mean = new CompensatedSum();
  mean.add(values[from] ?? Number.NaN);
  let isIncremental = false;
  for (let index = from + 1; index < to; index++) {
    const value = values[index] ?? Number.NaN;
    const count = index - from + 1;
    if (!isIncremental && mean.wouldOverflow(value)) {
      isIncremental = true;
      mean.divide(count - 1);
    }
    if (isIncremental) mean.scale((count - 1) / count);
    mean.add(isIncremental ? value / count : value);
  }
  return isIncremental ? mean.total : mean.dividedBy(to - from);
}
