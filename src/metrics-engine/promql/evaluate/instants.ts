import type { Grid } from './evaluation.ts';

/** The time of an instant of a grid, numbered from 0. */
export function instantOf({ startMs, stepMs }: Grid, index: number): number {
  return startMs + index * stepMs;
}

/** The last instant of a grid. */
export function endOf(grid: Grid): number {
  return instantOf(grid, grid.count - 1);
}

/** The end of a query as it was asked for, which its last instant need not reach. */
export function queryEndOf(grid: Grid): number {
  return grid.endMs ?? endOf(grid);
}

/** The step of a query; an instant query, whose grid has one instant and a step of 1 ms, has none: 0. */
export function queryStepMs({ count, stepMs }: Grid): number {
  return count === 1 && stepMs === 1 ? 0 : stepMs;
}

/** How long a query is, from its start to the end that was asked for; 0 for an instant query. */
export function queryRangeMs(grid: Grid): number {
  return queryEndOf(grid) - grid.startMs;
}

/** A grid of one instant. */
export function gridAt(atMs: number): Grid {
  return { startMs: atMs, stepMs: 1, count: 1 };
}
