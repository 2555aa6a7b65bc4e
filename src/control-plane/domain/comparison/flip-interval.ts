/** Where the true difference lies, with the confidence that was asked for; infinite where there are too few pairs to say. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * The interval of all differences that the flips of signs do not refute, each end wrong with a chance of at most `tail` (0..0.5).
 *
 * A shift c is refuted where the differences less c are as one-sided as few choices of signs make them; that is so exactly where few means
 * of subsets of the differences lie at or below c, so the ends are order statistics of the means of all 2^n − 1 subsets (Hartigan, "Using
 * subsample values as typical values", Journal of the American Statistical Association 64, 1969). No assumption on the noise is made.
 */
export function flipInterval(differences: readonly number[], tail: number): Interval {
  const means = subsetMeans(differences);
  const outside = Math.floor(tail * (means.length + 1));
  if (outside < 1) return { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
  return { low: means[outside - 1] ?? Number.NEGATIVE_INFINITY, high: means[means.length - outside] ?? Number.POSITIVE_INFINITY };
}

/** The mean of each subset that is not empty, from the least. */
function subsetMeans(values: readonly number[]): Float64Array {
  const sums = new Float64Array(2 ** values.length);
  const sizes = new Uint8Array(2 ** values.length);
  values.forEach((value, index) => {
    const known = 2 ** index;
    for (let subset = 0; subset < known; subset += 1) {
      sums[known + subset] = (sums[subset] ?? 0) + value;
      sizes[known + subset] = (sizes[subset] ?? 0) + 1;
    }
  });
  return sums
    .map((sum, subset) => sum / (sizes[subset] ?? 1))
    .subarray(1)
    .sort();
}
