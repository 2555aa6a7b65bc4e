/** The larger of two numbers as Go has it: +Inf wins even over NaN, otherwise NaN wins. Source: Go's math.Max. */
export function largerOf(a: number, b: number): number {
  if (a === Number.POSITIVE_INFINITY || b === Number.POSITIVE_INFINITY) return Number.POSITIVE_INFINITY;
  return Math.max(a, b);
}

/** The smaller of two numbers as Go has it: −Inf wins even over NaN, otherwise NaN wins. Source: Go's math.Min. */
export function smallerOf(a: number, b: number): number {
  if (a === Number.NEGATIVE_INFINITY || b === Number.NEGATIVE_INFINITY) return Number.NEGATIVE_INFINITY;
  return Math.min(a, b);
}
