import type { Window } from '../evaluate/evaluation.ts';

/** The time in seconds of the last sample with the largest value of a window; NaN counts only when there is nothing else. */
export function timeOfLargest(window: Window): number {
  return timeOfBest(window, (value, best) => value >= best);
}

/** The time in seconds of the last sample with the smallest value of a window; NaN counts only when there is nothing else. */
export function timeOfSmallest(window: Window): number {
  return timeOfBest(window, (value, best) => value <= best);
}

function timeOfBest(window: Window, beats: (value: number, best: number) => boolean): number {
  const { times, values, from, to } = window.samples();
  let best = from;
  for (let index = from; index < to; index++) {
    const bestValue = values[best] ?? Number.NaN;
    if (beats(values[index] ?? Number.NaN, bestValue) || Number.isNaN(bestValue)) best = index;
  }
  return (times[best] ?? 0) / 1000;
}
