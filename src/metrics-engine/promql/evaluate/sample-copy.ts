import type { SampleSlice } from './sample-slice.ts';

/** Two columns. */
export interface SampleColumns {
  readonly times: Float64Array;
  readonly values: Float64Array;
}

/** A copy of samples in memory that is used again for the next copy: one serves all series of a selector, of which only one is read at a time. */
export class SampleCopy {
  #times = new Float64Array(0);
  #values = new Float64Array(0);

  /** Copies a slice. Good until the next is taken. */
  take({ times, values, from, to }: SampleSlice): SampleColumns {
    const count = to - from;
    if (count > this.#times.length) {
      this.#times = new Float64Array(count + (count >> 1));
      this.#values = new Float64Array(count + (count >> 1));
    }
    this.#times.set(times.subarray(from, to));
    this.#values.set(values.subarray(from, to));
    return { times: this.#times.subarray(0, count), values: this.#values.subarray(0, count) };
  }
}
