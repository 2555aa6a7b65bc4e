/** One cumulative bucket of a classic histogram: how many observations were at most the bound. */
export interface Bucket {
  readonly bound: number;
  readonly count: number;
}

/**
 * The quantile of a classic histogram, interpolated linearly within its bucket.
 *
 * NaN when the highest bound is not +Inf, there are fewer than two buckets, or nothing was observed. A share below 0 is −Inf, above 1
 * +Inf. Counts that fall towards higher bounds are lifted. Source: Prometheus 3's histogram_quantile.
 */
export function histogramQuantile(share: number, buckets: readonly Bucket[]): number {
  if (Number.isNaN(share)) return Number.NaN;
  if (share < 0) return Number.NEGATIVE_INFINITY;
  if (share > 1) return Number.POSITIVE_INFINITY;
  const sorted = [...buckets].sort((a, b) => a.bound - b.bound || 0);
  if (sorted.at(-1)?.bound !== Number.POSITIVE_INFINITY) return Number.NaN;
  const rising = lift(mergeEqualBounds(sorted));
  const observations = rising.at(-1)?.count ?? 0;
  if (rising.length < 2 || observations === 0 || Number.isNaN(observations)) return Number.NaN;
  return interpolate(rising, share * observations);
}

function mergeEqualBounds(sorted: readonly Bucket[]): readonly Bucket[] {
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

/** Makes counts rise with the bounds, as cumulative counts must: a scrape may have caught a histogram between two updates. */
function lift(buckets: readonly Bucket[]): readonly Bucket[] {
  let highest = buckets[0]?.count ?? 0;
  return buckets.map(({ bound, count }) => {
    if (count > highest && !isAlmostEqual(highest, count)) highest = count;
    return { bound, count: Number.isNaN(count) ? count : highest };
  });
}

function isAlmostEqual(a: number, b: number): boolean {
  if (a === b) return true;
  const size = Math.abs(a) + Math.abs(b);
  if (a === 0 || b === 0) return Math.abs(a - b) < SMALL_DELTA * MIN_NORMAL;
  return Math.abs(a - b) / Math.min(size, Number.MAX_VALUE) < SMALL_DELTA;
}

const MIN_NORMAL = 2.2250738585072014e-308;

function interpolate(buckets: readonly Bucket[], rank: number): number {
  const finite = buckets.length - 1;
  const found = buckets.findIndex(({ count }, index) => index === finite || count >= rank);
  const [bucket, below] = [buckets[found], buckets[found - 1]];
  if (bucket === undefined) return Number.NaN;
  // Nothing is known of the observations above the highest finite bound but that they are above it.
  if (found === finite) return below?.bound ?? Number.NaN;
  if (below === undefined) return bucket.bound <= 0 ? bucket.bound : bucket.bound * (rank / bucket.count);
  return below.bound + (bucket.bound - below.bound) * ((rank - below.count) / (bucket.count - below.count));
}
