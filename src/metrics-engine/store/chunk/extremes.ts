/** The smaller of a value and the smallest before it; a NaN only when both are. Of 0 and −0 the earlier one. */
export function lesser(value: number, before: number): number {
  return value < before || Number.isNaN(before) ? value : before;
}

/** The larger of a value and the largest before it; a NaN only when both are. Of 0 and −0 the earlier one. */
export function greater(value: number, before: number): number {
  return value > before || Number.isNaN(before) ? value : before;
}
