import { CompensatedSum } from './compensated-sum.ts';

/** The compensated sum of values; 0 of none. */
export function sumOf(values: Iterable<number>): number {
  const sum = new CompensatedSum();
  for (const value of values) sum.add(value);
  return sum.total;
}

/**
 * The arithmetic mean; NaN of none. Once the sum would overflow, the rest is averaged incrementally, so that the mean of large
 * numbers stays finite. Source: Prometheus 3's avg and avg_over_time.
 */
export function meanOf(values: Iterable<number>): number {
  const sum = new CompensatedSum();
  let count = 0;
  let isIncremental = false;
  for (const value of values) {
    count++;
    if (!isIncremental && count > 1 && sum.wouldOverflow(value)) {
      isIncremental = true;
      sum.divide(count - 1);
    }
    if (isIncremental) sum.scale((count - 1) / count);
    sum.add(isIncremental ? value / count : value);
  }
  return isIncremental ? sum.total : sum.dividedBy(count);
}

/** The smallest value; NaN counts only when there is nothing else. */
export function smallestOf(values: Iterable<number>): number {
  return extremeOf(values, (value, best) => value < best);
}

/** The largest value; NaN counts only when there is nothing else. */
export function largestOf(values: Iterable<number>): number {
  return extremeOf(values, (value, best) => value > best);
}

function extremeOf(values: Iterable<number>, beats: (value: number, best: number) => boolean): number {
  let best = Number.NaN;
  for (const value of values) if (beats(value, best) || Number.isNaN(best)) best = value;
  return best;
}

/** The population variance by Welford's recurrence; NaN of none. */
export function varianceOf(values: Iterable<number>): number {
  let count = 0;
  let mean = 0;
  let squares = 0;
  for (const value of values) {
    count++;
    const delta = value - mean;
    mean += delta / count;
    squares += delta * (value - mean);
  }
  return squares / count;
}

/**
 * The quantile between neighbours weighted by their distance. NaN sorts first.
 *
 * NaN for a share of NaN or no values; −Inf below 0, +Inf above 1. Source: Prometheus' quantile aggregation.
 */
export function quantileOf(share: number, values: Iterable<number>): number {
  const sorted = [...values].sort((a, b) => (Number.isNaN(a) ? -1 : Number.isNaN(b) ? 1 : a - b));
  if (sorted.length === 0 || Number.isNaN(share)) return Number.NaN;
  if (share < 0) return Number.NEGATIVE_INFINITY;
  if (share > 1) return Number.POSITIVE_INFINITY;
  const rank = share * (sorted.length - 1);
  const lower = Math.floor(rank);
  const upper = Math.min(lower + 1, sorted.length - 1);
  const weight = rank - lower;
  return (sorted[lower] ?? Number.NaN) * (1 - weight) + (sorted[upper] ?? Number.NaN) * weight;
}
