import type { Grid } from './evaluation.ts';

/** The time of an instant of a grid, numbered from 0. */
export function instantOf({ startMs, stepMs }: Grid, index: number): number {
  return startMs + index * stepMs;
}

/** The last instant of a grid. */
export function endOf(grid: Grid): number {
  return instantOf(grid, grid.count - 1);
}

/** A grid of one instant. */
export function gridAt(atMs: number): Grid {
  return { startMs: atMs, stepMs: 1, count: 1 };
}
