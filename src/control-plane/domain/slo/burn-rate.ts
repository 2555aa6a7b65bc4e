/**
 * How many times faster than allowed the error budget is spent: error ratio / budget.
 *
 * 1 spends exactly the whole budget in the objective's window, 0 spends nothing. Both are ratios 0..1, budget above 0. Source: The Site Reliability
 * Workbook, chapter 5.
 */
export function burnRate(errorRatio: number, budget: number): number {
  return errorRatio / budget;
}
