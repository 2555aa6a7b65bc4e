import { CompensatedSum } from '../compensated-sum.ts';
import type { SampleSlice } from './sample-slice.ts';

/**
 * A run of so many samples is added up in microseconds, one after the other as Prometheus does; only what is longer is worth a store's
 * summaries, whose parts are rounded in another order.
 */
export const LONG_RUN = 1024;

/** Neumaier's sum of a slice's values, and its compensation. */
export function sumOfRun({ values, from, to }: SampleSlice): CompensatedSum['parts'] {
  const sum = new CompensatedSum();
  for (let index = from; index < to; index++) sum.add(values[index] ?? Number.NaN);
  return sum.parts;
}
