import { lostByAdding } from '../neumaier.ts';
import type { Accumulator } from './accumulator.ts';

/** Adds up with compensation. */
export function sumAccumulator(count: number): Accumulator {
  const [sums, lost] = [new Float64Array(count), new Float64Array(count)];
  return {
    add({ values, present }) {
      for (let index = 0; index < count; index++) {
        if (present[index] === 0) continue;
        const value = values[index] ?? 0;
        const sum = sums[index] ?? 0;
        lost[index] = lostByAdding(value, sum, lost[index] ?? 0);
        sums[index] = sum + value;
      }
    },
    values: () => sums.map((sum, index) => sum + (lost[index] ?? 0)),
  };
}
