const EPSILON = 1e-6;
const SMALLEST_NORMAL = 2.2250738585072014e-308;

/** Whether two values are equal within a millionth of their size, as promqltest compares; NaN equals NaN. */
export function almostEqual(left: number, right: number): boolean {
  if (Object.is(left, right) || left === right) return true;
  if (Number.isNaN(left) || Number.isNaN(right)) return false;
  const size = Math.abs(left) + Math.abs(right);
  const difference = Math.abs(left - right);
  if (left === 0 || right === 0 || size < SMALLEST_NORMAL) return difference < EPSILON * SMALLEST_NORMAL;
  return difference / Math.min(size, Number.MAX_VALUE) < EPSILON;
}
