import type { Accumulator } from './accumulator.ts';

/** Keeps the smallest or the largest value; NaN counts only when there is nothing else. */
export function extremeAccumulator(kind: 'min' | 'max', count: number): Accumulator {
  const best = new Float64Array(count).fill(Number.NaN);
  const isMax = kind === 'max';
  return {
    add({ values, present }) {
      for (let index = 0; index < count; index++) {
        if (present[index] === 0) continue;
        const value = values[index] ?? 0;
        const known = best[index] ?? 0;
        if (Number.isNaN(known) || (isMax ? known < value : known > value)) best[index] = value;
      }
    },
    values: () => best,
  };
}
