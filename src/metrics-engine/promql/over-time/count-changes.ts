import type { Window } from '../evaluate/evaluation.ts';

/** How often a value differs from the one before it; two NaN do not differ. */
export function countChanges(window: Window): number {
  const { values, from, to } = window.samples();
  let count = 0;
  for (let index = from + 1; index < to; index++) {
    const [before, value] = [values[index - 1] ?? Number.NaN, values[index] ?? Number.NaN];
    if (before !== value && !(Number.isNaN(before) && Number.isNaN(value))) count++;
  }
  return count;
}
