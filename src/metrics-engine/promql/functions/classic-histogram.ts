/** One cumulative bucket of a classic histogram: how many observations were at most the bound. */
export interface Bucket {
  readonly bound: number;
  readonly count: number;
}

/** What had to be corrected to make counts rise with the bounds. */
export interface Correction {
  /** The lowest and the highest bound whose count was lifted. */
  readonly lowestBound: number;
  readonly highestBound: number;
  /** By how much a count was lifted at most. */
  readonly largestLift: number;
}

/** Makes one bucket of those with the same bound: their counts are added. The buckets are sorted by their bounds. */
export function mergeEqualBounds(sorted: readonly Bucket[]): readonly Bucket[] {
  const merged: Bucket[] = [];
  for (const bucket of sorted) {
    const last = merged.at(-1);
    if (last?.bound === bucket.bound) merged[merged.length - 1] = { bound: bucket.bound, count: last.count + bucket.count };
    else merged.push(bucket);
  }
  return merged;
}

// Rates of buckets differ in the last bits where the counts are equal; such a step is neither a fall nor a rise.
const SMALL_DELTA = 1e-12;

/**
 * Makes counts rise with the bounds, as cumulative counts must: a scrape may have caught a histogram between two updates.
 *
 * A difference to the count before of less than 1e-12 of both is taken for none. Any other fall is lifted, and told of: `correction` is
 * undefined when there was none. Source: Prometheus 3's histogram_quantile.
 */
export function rising(buckets: readonly Bucket[]): { readonly buckets: readonly Bucket[]; readonly correction: Correction | undefined } {
  let highest = buckets[0]?.count ?? 0;
  let correction: Correction | undefined;
  const risen = buckets.map((bucket) => {
    const { bound, count } = bucket;
    if (count === highest) return bucket;
    const isAsGood = isAlmostEqual(highest, count);
    if (!isAsGood && !(count < highest)) {
      highest = count;
      return bucket;
    }
    if (!isAsGood) correction = widened(correction, bound, highest - count);
    return { bound, count: highest };
  });
  return { buckets: risen, correction };
}

function widened(known: Correction | undefined, bound: number, lift: number): Correction {
  return {
    lowestBound: Math.min(known?.lowestBound ?? bound, bound),
    highestBound: Math.max(known?.highestBound ?? bound, bound),
    largestLift: Math.max(known?.largestLift ?? lift, lift),
  };
}

const SMALLEST_NORMAL = 2.2250738585072014e-308;

/** Source: Prometheus' almost.Equal. NaN is almost equal to NaN. */
function isAlmostEqual(a: number, b: number): boolean {
  if (a === b || (Number.isNaN(a) && Number.isNaN(b))) return true;
  const size = Math.abs(a) + Math.abs(b);
  const difference = Math.abs(a - b);
  if (a === 0 || b === 0 || size < SMALLEST_NORMAL) return difference < SMALL_DELTA * SMALLEST_NORMAL;
  return difference / Math.min(size, Number.MAX_VALUE) < SMALL_DELTA;
}
