import { type Bucket, mergeEqualBounds } from './classic-histogram.ts';

/**
 * The share of a classic histogram's observations between two values, interpolated linearly within a bucket. `sorted` are its buckets by
 * rising bounds.
 *
 * NaN when the highest bound is not +Inf, nothing was observed or a value is NaN; 0 when `lower` is not below `upper`. A bucket of infinite
 * width is not interpolated: what the first one counted is taken to be below every value in it, what the last one counted above.
 * Source: Prometheus 3's histogram_fraction.
 */
export function bucketFraction(lower: number, upper: number, sorted: readonly Bucket[]): number {
  if (sorted.at(-1)?.bound !== Number.POSITIVE_INFINITY) return Number.NaN;
  const buckets = mergeEqualBounds(sorted);
  const observations = buckets.at(-1)?.count ?? 0;
  if (observations === 0 || Number.isNaN(lower) || Number.isNaN(upper)) return Number.NaN;
  if (lower >= upper) return 0;
  return (rankOf(upper, buckets, observations) - rankOf(lower, buckets, observations)) / observations;
}

/** How many observations are taken to be at most a value. */
function rankOf(value: number, buckets: readonly Bucket[], observations: number): number {
  let below: Bucket = { bound: (buckets[0]?.bound ?? 0) > 0 ? 0 : Number.NEGATIVE_INFINITY, count: 0 };
  for (const bucket of buckets) {
    if (below.bound >= value) return capped(below.count, observations);
    if (bucket.bound > value) return capped(rankWithin(value, below, bucket), observations);
    below = bucket;
  }
  return observations;
}

function rankWithin(value: number, below: Bucket, bucket: Bucket): number {
  if (below.bound === Number.NEGATIVE_INFINITY) return bucket.count;
  return below.count + ((bucket.count - below.count) * (value - below.bound)) / (bucket.bound - below.bound);
}

/** A count that fell towards higher bounds may exceed the count of all. */
function capped(rank: number, observations: number): number {
  return rank > observations ? observations : rank;
}
