import type { Labels } from '../../query-result.ts';
import type { NumberedSamples } from './decoded-samples.ts';
import type { Window } from './evaluation.ts';
import type { SampleSlice } from './sample-slice.ts';

/**
 * The window that functions are shown: one object a series, which is moved on from instant to instant, so that nothing is allocated
 * for each. All is read only when it is asked for.
 */
export class MovingWindow implements Window {
  readonly labels: Labels;
  readonly #lengthMs: number;
  readonly #samples: NumberedSamples;
  #endMs = 0;
  #index = 0;
  #from = 0;
  #to = 0;

  constructor(labels: Labels, lengthMs: number, samples: NumberedSamples) {
    this.labels = labels;
    this.#lengthMs = lengthMs;
    this.#samples = samples;
  }

  /** Moves to an instant: to its number, its time, and the samples numbered from `from` up to `to`, not included. */
  moveTo(index: number, endMs: number, from: number, to: number): void {
    this.#index = index;
    this.#endMs = endMs;
    this.#from = from;
    this.#to = to;
  }

  get startMs(): number {
    return this.#endMs - this.#lengthMs;
  }

  get endMs(): number {
    return this.#endMs;
  }

  get index(): number {
    return this.#index;
  }

  get count(): number {
    return this.#to - this.#from;
  }

  get firstMs(): number {
    return this.#samples.timeAt(this.#from);
  }

  get first(): number {
    return this.#samples.valueAt(this.#from);
  }

  get lastMs(): number {
    return this.#samples.timeAt(this.#to - 1);
  }

  get last(): number {
    return this.#samples.valueAt(this.#to - 1);
  }

  samples(): SampleSlice {
    return this.#samples.read(this.#from, this.#to);
  }

  tail(count: number): SampleSlice {
    return this.#samples.read(Math.max(this.#from, this.#to - count), this.#to);
  }

  valuesBeforeResets(): Float64Array {
    return this.#samples.valuesBeforeResets(this.#from, this.#to);
  }

  sum(): { readonly sum: number; readonly compensation: number } {
    return this.#samples.sum(this.#from, this.#to);
  }

  min(): number {
    return this.#samples.min(this.#from, this.#to);
  }

  max(): number {
    return this.#samples.max(this.#from, this.#to);
  }
}
