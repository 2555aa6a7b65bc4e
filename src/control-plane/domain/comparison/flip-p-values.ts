/** Rounding must not turn a tie into a find. */
const TIE = 1e-9;

/**
 * The chance, for each measure, that differences at least as one-sided as its own come about by the order of the runs alone, over all measures together.
 *
 * `differences[measure][pair]` is how much worse the head was, less what it may be worse. Where the order within each pair was decided by an
 * even chance and the head is the base, each difference before its margin was taken off might as well have had the other sign; so the
 * share of all 2^pairs signs under which the sum is no less is exact for any noise and drift (Fisher, "The Design of Experiments", 1935),
 * and a margin or a head that is faster by any amount only makes it greater. Times the number of measures (Bonferroni) it holds for all
 * together, however they depend on each other: the chance that any gets a value of at most alpha is at most alpha. The greatest of the
 * measures held against its own flips would not do: margins that differ break it. The least answer is measures · 2^-pairs; with no pairs all are 1.
 */
export function flipPValues(differences: readonly (readonly number[])[]): readonly number[] {
  return differences.map((values) => Math.min(1, differences.length * shareReached(scaled(values))));
}

/** So that what counts as a tie has no unit. */
function scaled(values: readonly number[]): readonly number[] {
  const scale = Math.hypot(...values);
  return values.map((value) => (scale === 0 ? 0 : value / scale));
}

/** The share of all choices of signs whose sum is at least that of the values as they are, one flip from the last (Gray's order). */
function shareReached(values: readonly number[]): number {
  const observed = values.reduce((sum, value) => sum + value, 0);
  const signed = [...values];
  let [sum, reached] = [observed, 1];
  for (let step = 1; step < 2 ** values.length; step += 1) {
    const pair = trailingZeros(step);
    const value = signed[pair] ?? 0;
    signed[pair] = -value;
    sum -= 2 * value;
    if (sum >= observed - TIE) reached += 1;
  }
  return reached / 2 ** values.length;
}

const trailingZeros = (step: number): number => 31 - Math.clz32(step & -step);
