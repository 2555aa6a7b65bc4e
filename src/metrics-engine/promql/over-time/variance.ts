import { CompensatedSum } from '../compensated-sum.ts';
import type { Window } from '../evaluate/evaluation.ts';

/**
 * The population variance of a window's values, by Welford's recurrence with both of its sums compensated.
 *
 * Source: B. P. Welford, Note on a method for calculating corrected sums of squares, 1962; as Prometheus 3 applies it over time.
 */
export function varianceOf(window: Window): number {
  const { values, from, to } = window.samples();
  const mean = new CompensatedSum();
  const squares = new CompensatedSum();
  for (let index = from; index < to; index++) {
    const value = values[index] ?? Number.NaN;
    const delta = value - mean.total;
    mean.add(delta / (index - from + 1));
    squares.add(delta * (value - mean.total));
  }
  return squares.total / (to - from);
}
