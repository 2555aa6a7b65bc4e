import type { Column, QueryContext, Work } from '../evaluate/evaluation.ts';
import { withoutName } from '../evaluate/name-removal.ts';
import { type ElementwiseOperation, isFilter, operate } from './operate.ts';

/**
 * Operates on each series and a scalar that stands to the right or the left of the operator. A comparison that filters keeps the series'
 * own values and its name, whichever side it stands on.
 */
export function* combineWithScalar(
  operation: ElementwiseOperation,
  columns: readonly Column[],
  { scalar, side }: { readonly scalar: Float64Array; readonly side: 'left' | 'right' },
  context: QueryContext,
): Work<readonly Column[]> {
  const combined: Column[] = [];
  for (const column of columns) {
    const [left, right] = side === 'left' ? [scalar, column.values] : [column.values, scalar];
    const result = operate(operation, { left, right, present: column.present, kept: column.values });
    if (result !== undefined) combined.push({ ...column, ...result });
    yield;
  }
  return isFilter(operation) ? combined : withoutName(combined, context);
}

/** Operates on two scalars; a comparison answers 1 or 0. */
export function combineScalars(operation: ElementwiseOperation, left: Float64Array, right: Float64Array): Float64Array {
  const present = new Uint8Array(left.length).fill(1);
  const result = operate({ ...operation, returnsBool: true }, { left, right, present, kept: left });
  return result?.values ?? left;
}
