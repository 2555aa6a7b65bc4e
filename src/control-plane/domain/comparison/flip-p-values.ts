/** Rounding must not turn a tie into a find. */
const TIE = 1e-9;

/**
 * The chance, for each measure, that differences at least as one-sided as its own come about by the order of the runs alone, over all measures together.
 *
 * `differences[measure][pair]` is how much worse the head was, less what it may be worse. Where the order within each pair was decided by an
 * even chance and the head is not worse, each difference might as well have had the other sign; so the greatest studentised sum over the
 * measures is held against what it is under all 2^pairs signs. That is exact for any noise, drift and dependence between the measures,
 * and the chance that any measure gets a value of at most alpha is at most alpha (max-T: Westfall and Young, "Resampling-Based Multiple
 * Testing", 1993; sign flips: Fisher, "The Design of Experiments", 1935). The least answer is 2^-pairs; with no pairs all are 1.
 */
export function flipPValues(differences: readonly (readonly number[])[]): readonly number[] {
  const pairs = differences[0]?.length ?? 0;
  const scaled = differences.map(studentised);
  const observed = scaled.map((values) => values.reduce((sum, value) => sum + value, 0));
  const reached = observed.map(() => 0);
  forEachFlip(scaled, pairs, (greatest) => {
    observed.forEach((sum, measure) => {
      if (greatest >= sum - TIE) reached[measure] = (reached[measure] ?? 0) + 1;
    });
  });
  return reached.map((count) => count / 2 ** pairs);
}

/** Divided by the root of their sum of squares, which no flip changes. */
function studentised(differences: readonly number[]): readonly number[] {
  const scale = Math.hypot(...differences);
  return differences.map((difference) => (scale === 0 ? 0 : difference / scale));
}

/** Tells the greatest sum over the measures under each choice of signs, one flip from the last (Gray's order). */
function forEachFlip(scaled: readonly (readonly number[])[], pairs: number, tell: (greatest: number) => void): void {
  const sums = scaled.map((values) => values.reduce((sum, value) => sum + value, 0));
  const signs = Array.from({ length: pairs }, () => 1);
  tell(Math.max(...sums));
  for (let step = 1; step < 2 ** pairs; step += 1) {
    const pair = trailingZeros(step);
    const sign = signs[pair] ?? 1;
    signs[pair] = -sign;
    scaled.forEach((values, measure) => {
      sums[measure] = (sums[measure] ?? 0) - 2 * sign * (values[pair] ?? 0);
    });
    tell(Math.max(...sums));
  }
}

const trailingZeros = (step: number): number => 31 - Math.clz32(step & -step);
