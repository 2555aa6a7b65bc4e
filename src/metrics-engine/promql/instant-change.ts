import type { RangePoint } from './plan.ts';

/** The change between the last two samples: difference for idelta, per second and aware of resets for irate; undefined for fewer than two. */
export function instantChange({ times, values, from, to }: RangePoint, isRate: boolean): number | undefined {
  if (to - from < 2) return undefined;
  const [before, last] = [values[to - 2] ?? Number.NaN, values[to - 1] ?? Number.NaN];
  if (!isRate) return last - before;
  const seconds = ((times[to - 1] ?? 0) - (times[to - 2] ?? 0)) / 1000;
  return (last < before ? last : last - before) / seconds;
}

/** How often a value differs from the one before it; two NaN do not differ. */
export function countChanges(values: Float64Array): number {
  return countSteps(values, (before, value) => before !== value && !(Number.isNaN(before) && Number.isNaN(value)));
}

/** How often a counter fell. */
export function countResets(values: Float64Array): number {
  return countSteps(values, (before, value) => value < before);
}

function countSteps(values: Float64Array, counts: (before: number, value: number) => boolean): number {
  let count = 0;
  let before = values[0] ?? Number.NaN;
  for (const value of values) {
    if (counts(before, value)) count++;
    before = value;
  }
  return count;
}
