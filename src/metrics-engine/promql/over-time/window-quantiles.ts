import type { Window } from '../evaluate/evaluation.ts';
import type { SampleSlice } from '../evaluate/sample-slice.ts';
import { quantileOf } from '../quantile.ts';

/** The quantile of a window's values. As quantileOf. */
export function quantileOfWindow(share: number, window: Window): number {
  return quantileOf(share, valuesOf(window.samples()));
}

/** The median of how far a window's values stand from their median; NaN as soon as one of them is. Source: Prometheus 3's mad_over_time. */
export function medianDeviation(window: Window): number {
  const values = valuesOf(window.samples());
  if (values.some(Number.isNaN)) return Number.NaN;
  const median = quantileOf(0.5, values);
  return quantileOf(
    0.5,
    values.map((value) => Math.abs(value - median)),
  );
}

/** A copy, which may be moved about. */
function valuesOf({ values, from, to }: SampleSlice): Float64Array {
  return values.slice(from, to);
}
