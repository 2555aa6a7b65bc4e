import { smallestOf } from './extremes.ts';
import { selectSmallest } from './select-smallest.ts';

/**
 * The quantile between neighbours weighted by their distance; NaN sorts before all numbers. The values are moved about in place.
 *
 * NaN for a share of NaN or no values; −Inf below 0, +Inf above 1. Source: Prometheus' quantile.
 */
export function quantileOf(share: number, values: Float64Array): number {
  if (values.length === 0 || Number.isNaN(share)) return Number.NaN;
  if (share < 0) return Number.NEGATIVE_INFINITY;
  if (share > 1) return Number.POSITIVE_INFINITY;
  const rank = share * (values.length - 1);
  const lower = Math.floor(rank);
  const weight = rank - lower;
  const [below, above] = neighbours(values, lower);
  return below * (1 - weight) + above * weight;
}

/** The value of a rank and the one behind it, itself where it is the last. */
function neighbours(values: Float64Array, rank: number): readonly [below: number, above: number] {
  const nanCount = moveNaNToFront(values);
  const numbers = values.subarray(nanCount);
  const rankOfNumbers = rank - nanCount;
  if (rankOfNumbers >= 0) selectSmallest(numbers, rankOfNumbers);
  const below = rankOfNumbers >= 0 ? (numbers[rankOfNumbers] ?? Number.NaN) : Number.NaN;
  const rest = numbers.subarray(Math.max(0, rankOfNumbers + 1));
  if (rank + 1 < nanCount) return [below, Number.NaN];
  return [below, rest.length === 0 ? below : smallestOf(rest)];
}

function moveNaNToFront(values: Float64Array): number {
  let count = 0;
  for (let index = 0; index < values.length; index++) {
    if (!Number.isNaN(values[index])) continue;
    values[index] = values[count] ?? Number.NaN;
    values[count++] = Number.NaN;
  }
  return count;
}
