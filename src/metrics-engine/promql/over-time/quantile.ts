import type { Window } from '../evaluate/evaluation.ts';
import type { SampleSlice } from '../evaluate/sample-slice.ts';

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

/**
 * The quantile between neighbours weighted by their distance; NaN sorts before all numbers. The values are put in order in place.
 *
 * NaN for a share of NaN or no values; −Inf below 0, +Inf above 1. Source: Prometheus' quantile.
 */
export function quantileOf(share: number, values: Float64Array): number {
  if (values.length === 0 || Number.isNaN(share)) return Number.NaN;
  if (share < 0) return Number.NEGATIVE_INFINITY;
  if (share > 1) return Number.POSITIVE_INFINITY;
  const sorted = nanFirst(values.sort());
  const rank = share * (sorted.length - 1);
  const lower = Math.max(0, Math.floor(rank));
  const upper = Math.min(sorted.length - 1, lower + 1);
  const weight = rank - Math.floor(rank);
  return (sorted[lower] ?? Number.NaN) * (1 - weight) + (sorted[upper] ?? Number.NaN) * weight;
}

/** A typed array sorts NaN to its end. */
function nanFirst(sorted: Float64Array): Float64Array {
  const firstNaN = sorted.findIndex(Number.isNaN);
  if (firstNaN <= 0) return sorted;
  const numbers = sorted.slice(0, firstNaN);
  sorted.set(numbers, sorted.length - firstNaN);
  return sorted.fill(Number.NaN, 0, sorted.length - firstNaN);
}

/** A copy, which may be put in order. */
function valuesOf({ values, from, to }: SampleSlice): Float64Array {
  return values.slice(from, to);
}
