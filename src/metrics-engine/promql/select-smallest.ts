/**
 * Moves values so that the one numbered `rank` by size stands at that index, none larger before it and none smaller behind it. There is
 * no NaN among them. Takes time linear in their number on the whole, where sorting them all would take many times that.
 *
 * Source: C. A. R. Hoare, Algorithm 65: FIND, 1961, with the median of three for a pivot.
 */
export function selectSmallest(values: Float64Array, rank: number): void {
  let low = 0;
  let high = values.length - 1;
  // A pivot that parts badly again and again is answered by sorting, which has no bad case.
  for (let rounds = 0; low < high; rounds++) {
    if (rounds > MANY_ROUNDS) return void values.subarray(low, high + 1).sort();
    const { left, right } = part(values, low, high);
    if (rank <= right) high = right;
    else if (rank >= left) low = left;
    else return;
  }
}

// Half of the rest is expected to go each round, so this is more than any sound course over memory takes.
const MANY_ROUNDS = 64;

/** Parts [low, high] around a pivot: up to `right` none is larger, from `left` on none is smaller, and what stands between is the pivot. */
function part(values: Float64Array, low: number, high: number): { readonly left: number; readonly right: number } {
  const pivot = medianOfThree(at(values, low), at(values, (low + high) >>> 1), at(values, high));
  let [left, right] = [low, high];
  while (left <= right) {
    while (at(values, left) < pivot) left++;
    while (at(values, right) > pivot) right--;
    if (left > right) break;
    const moved = at(values, left);
    values[left++] = at(values, right);
    values[right--] = moved;
  }
  return { left, right };
}

function medianOfThree(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}

function at(values: Float64Array, index: number): number {
  return values[index] ?? Number.NaN;
}
