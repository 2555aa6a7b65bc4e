import type { Accumulator } from './accumulator.ts';

/** Counts what is present. */
export function countAccumulator(count: number): Accumulator {
  const counts = new Float64Array(count);
  return {
    add({ present }) {
      for (let index = 0; index < count; index++) counts[index] = (counts[index] ?? 0) + (present[index] ?? 0);
    },
    values: () => counts,
  };
}

/** Answers 1 wherever anything is present. */
export function presenceAccumulator(count: number): Accumulator {
  const ones = new Float64Array(count).fill(1);
  return { add: () => undefined, values: () => ones };
}
