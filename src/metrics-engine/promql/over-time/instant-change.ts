import type { Window } from '../evaluate/evaluation.ts';

/** The difference between the last two samples, as idelta has it; undefined for fewer than two. */
export function instantDelta(window: Window): number | undefined {
  if (window.count < 2) return undefined;
  const { before, last } = lastTwo(window);
  return last - before;
}

/** The change a second between the last two samples, as irate has it: after a reset the counter began at 0. undefined for fewer than two. */
export function instantRate(window: Window): number | undefined {
  if (window.count < 2) return undefined;
  const { before, last, seconds } = lastTwo(window);
  return (last < before ? last : last - before) / seconds;
}

function lastTwo(window: Window): { readonly before: number; readonly last: number; readonly seconds: number } {
  const { times, values, to } = window.tail(2);
  return { before: at(values, to - 2), last: at(values, to - 1), seconds: (at(times, to - 1) - at(times, to - 2)) / 1000 };
}

function at(column: Float64Array, index: number): number {
  return column[index] ?? Number.NaN;
}
