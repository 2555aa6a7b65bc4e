import type { Reason } from '../gate/reason.ts';
import type { MeasureName } from './compared-pair.ts';

/** How the head stands to the base by one measure. */
export interface MeasuredDifference {
  readonly measure: MeasureName;
  /** Middle of the pairs' differences: a share of the base's for latencies (0.05 is 5 % more), points for the error ratio. */
  readonly difference: number;
  /** At confidence 1 − alpha over the pairs, each measure for itself; of a single pair at 95 %, by its requests alone. An end is null where nothing can be told. */
  readonly low: number | null;
  readonly high: number | null;
  readonly margin: number;
  /** The chance of such differences without the head being worse, over all measures together. */
  readonly pValue: number;
  readonly verdict: Reason['verdict'];
}
