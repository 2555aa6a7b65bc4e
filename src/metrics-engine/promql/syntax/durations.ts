import type { Grid } from '../evaluate/evaluation.ts';
import type { Duration } from './expression.ts';

/** What a duration comes to in milliseconds within a query. */
export function resolveMs(duration: Duration, grid: Grid): number {
  switch (duration.kind) {
    case 'fixed':
      return duration.ms;
    case 'step':
      return grid.stepMs;
    case 'range':
      return (grid.count - 1) * grid.stepMs;
    case 'minus':
      return -resolveMs(duration.operand, grid);
    case 'operation':
    case 'smaller':
    case 'larger':
      throw new Error('not written yet');
  }
}
