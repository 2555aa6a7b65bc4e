/**
 * What is lost by adding a value to a sum, added to what was lost before: the second half of Neumaier's compensated sum, for sums that
 * stand side by side in typed arrays. An infinite sum has lost nothing.
 *
 * Source: A. Neumaier, Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen, 1974; as Prometheus applies it.
 */
export function lostByAdding(value: number, sum: number, lostBefore: number): number {
  const next = sum + value;
  if (next === Number.POSITIVE_INFINITY || next === Number.NEGATIVE_INFINITY) return 0;
  return Math.abs(sum) >= Math.abs(value) ? lostBefore + (sum - next + value) : lostBefore + (value - next + sum);
}
