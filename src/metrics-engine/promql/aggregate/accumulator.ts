import type { Column } from '../evaluate/evaluation.ts';

/** Gathers the columns of one group into one value an instant, in the order in which they are added. */
export interface Accumulator {
  /** Takes in the values that are present. */
  add(column: Column): void;
  /** The values so far; NaN or nonsense at instants at which nothing was present. Nothing may be added afterwards. */
  values(): Float64Array;
}
