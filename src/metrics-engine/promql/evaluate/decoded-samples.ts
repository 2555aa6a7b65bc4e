import { largestOf, smallestOf } from '../extremes.ts';
import type { SampleColumns } from './sample-copy.ts';
import type { SampleSlice } from './sample-slice.ts';
import type { ReadableSeries } from './series-reader.ts';
import { LONG_RUN, sumOfRun } from './sum-of-run.ts';

/** What a window is read through: a stored series by its numbers, or samples in two columns. */
export type NumberedSamples = Pick<
  ReadableSeries,
  'firstAfter' | 'timeAt' | 'valueAt' | 'read' | 'valuesBeforeResets' | 'sum' | 'min' | 'max'
>;

/** Two columns of samples, oldest first. */
export interface DecodedColumns extends SampleColumns {
  /** The number of the first sample; 0 by default. */
  readonly base?: number;
  /** What knows the sum, min and max of long runs of the same samples without looking at each. */
  readonly summaries?: NumberedSamples;
}

const NONE = new Float64Array(0);

/**
 * Samples that stand decoded in two columns, numbered from `base`: a span of a series that many windows overlap, or the answers of a
 * subquery. The resets are found once for all windows.
 */
export class DecodedSamples implements NumberedSamples {
  readonly #times: Float64Array;
  readonly #values: Float64Array;
  readonly #base: number;
  readonly #summaries: NumberedSamples | undefined;
  /** Where the first reset of the newest window stands among all. */
  #firstReset = 0;
  /** Numbers of the samples that follow a reset, and the values before them; undefined until asked for. */
  #resets: { readonly numbers: readonly number[]; readonly values: Float64Array } | undefined;

  constructor({ times, values, base = 0, summaries }: DecodedColumns) {
    this.#times = times;
    this.#values = values;
    this.#base = base;
    this.#summaries = summaries;
  }

  /** The columns themselves. */
  get columns(): SampleColumns {
    return { times: this.#times, values: this.#values };
  }

  firstAfter(atMs: number, from: number = this.#base): number {
    let index = Math.max(0, from - this.#base);
    if (index > 0 && (this.#times[Math.min(index, this.#times.length) - 1] ?? 0) > atMs) index = 0;
    // Windows move on by a few samples, so the neighbours are tried before the rest is halved.
    for (let tries = 0; tries < 32; tries++, index++)
      if (index >= this.#times.length || (this.#times[index] ?? 0) > atMs) return this.#base + index;
    return this.#base + halve(index, this.#times.length, (middle) => (this.#times[middle] ?? 0) <= atMs);
  }

  timeAt(number: number): number {
    return this.#times[number - this.#base] ?? Number.NaN;
  }

  valueAt(number: number): number {
    return this.#values[number - this.#base] ?? Number.NaN;
  }

  read(from: number, to: number): SampleSlice {
    return { times: this.#times, values: this.#values, from: from - this.#base, to: to - this.#base };
  }

  valuesBeforeResets(from: number, to: number): Float64Array {
    this.#resets ??= this.#findResets();
    const { numbers, values } = this.#resets;
    let first = this.#firstReset;
    // Windows move forward, so that the first reset of one is mostly that of the last.
    if (first > 0 && (numbers[first - 1] ?? 0) > from) first = 0;
    while (first < numbers.length && (numbers[first] ?? 0) <= from) first++;
    this.#firstReset = first;
    let behind = first;
    while (behind < numbers.length && (numbers[behind] ?? 0) < to) behind++;
    return behind === first ? NONE : values.subarray(first, behind);
  }

  sum(from: number, to: number): { readonly sum: number; readonly compensation: number } {
    const long = this.#longRun(from, to);
    if (long !== undefined) return long.sum(from, to);
    return sumOfRun(this.read(from, to));
  }

  min(from: number, to: number): number {
    return this.#longRun(from, to)?.min(from, to) ?? smallestOf(this.#values.subarray(from - this.#base, to - this.#base));
  }

  max(from: number, to: number): number {
    return this.#longRun(from, to)?.max(from, to) ?? largestOf(this.#values.subarray(from - this.#base, to - this.#base));
  }

  #longRun(from: number, to: number): NumberedSamples | undefined {
    return to - from > LONG_RUN ? this.#summaries : undefined;
  }

  #findResets(): { readonly numbers: readonly number[]; readonly values: Float64Array } {
    const numbers: number[] = [];
    const values: number[] = [];
    for (let index = 1; index < this.#values.length; index++) {
      const before = this.#values[index - 1] ?? Number.NaN;
      if (!((this.#values[index] ?? Number.NaN) < before)) continue;
      numbers.push(this.#base + index);
      values.push(before);
    }
    return { numbers, values: Float64Array.from(values) };
  }
}

/** The first number in [low, high) of which a test that holds up to some place does not hold; `high` when it holds for all. */
function halve(low: number, high: number, holds: (middle: number) => boolean): number {
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
