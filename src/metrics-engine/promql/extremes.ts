/** The smallest value; NaN counts only when there is nothing else. */
export function smallestOf(values: Float64Array): number {
  let best = values[0] ?? Number.NaN;
  for (const value of values) if (value < best || Number.isNaN(best)) best = value;
  return best;
}

/** The largest value; NaN counts only when there is nothing else. */
export function largestOf(values: Float64Array): number {
  let best = values[0] ?? Number.NaN;
  for (const value of values) if (value > best || Number.isNaN(best)) best = value;
  return best;
}
