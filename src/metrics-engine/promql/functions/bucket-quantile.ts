import { type Bucket, type Correction, mergeEqualBounds, rising } from './classic-histogram.ts';

/** Answers the quantiles of one histogram. */
export interface QuantilesOf {
  /** The quantile of a share of all observations; see bucketQuantiles. */
  readonly at: (share: number) => number;
  /** What had to be corrected in the counts; undefined when nothing had to, or no quantile can be told anyway. */
  readonly correction: Correction | undefined;
}

/**
 * The quantiles of a classic histogram, interpolated linearly within a bucket. `sorted` are its buckets by rising bounds.
 *
 * NaN when the highest bound is not +Inf, there are fewer than two buckets, or nothing was observed. A share below 0 is −Inf, above 1
 * +Inf, NaN is NaN, whatever was observed. Above the highest finite bound nothing is known, so that bound is the answer; a first bucket
 * begins at 0, unless its bound is not positive: then its bound is the answer. Source: Prometheus 3's histogram_quantile.
 */
export function bucketQuantiles(sorted: readonly Bucket[]): QuantilesOf {
  if (sorted.at(-1)?.bound !== Number.POSITIVE_INFINITY) return unknown;
  const { buckets, correction } = rising(mergeEqualBounds(sorted));
  const observations = buckets.at(-1)?.count ?? 0;
  if (buckets.length < 2 || observations === 0) return unknown;
  return { at: (share) => outsideRange(share) ?? interpolate(buckets, share * observations), correction };
}

const unknown: QuantilesOf = { at: (share) => outsideRange(share) ?? Number.NaN, correction: undefined };

/** Answers whether a share is one that has a quantile: from 0 to 1. */
export function isShare(share: number): boolean {
  return share >= 0 && share <= 1;
}

function outsideRange(share: number): number | undefined {
  if (isShare(share)) return undefined;
  if (Number.isNaN(share)) return Number.NaN;
  return share < 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

function interpolate(buckets: readonly Bucket[], rank: number): number {
  const last = buckets.length - 1;
  const found = firstReaching(buckets, rank, last);
  const [bucket, below] = [buckets[found], buckets[found - 1]];
  if (bucket === undefined) return Number.NaN;
  if (found === last) return below?.bound ?? Number.NaN;
  if (below === undefined) return bucket.bound <= 0 ? bucket.bound : bucket.bound * (rank / bucket.count);
  return below.bound + (bucket.bound - below.bound) * ((rank - below.count) / (bucket.count - below.count));
}

/** By halving, as Prometheus does: where counts are NaN the buckets found are the same ones. */
function firstReaching(buckets: readonly Bucket[], rank: number, last: number): number {
  let [low, high] = [0, last];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((buckets[middle]?.count ?? Number.NaN) >= rank) high = middle;
    else low = middle + 1;
  }
  return low;
}
