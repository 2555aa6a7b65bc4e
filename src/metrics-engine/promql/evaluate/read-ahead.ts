import type { NumberedSamples } from './decoded-samples.ts';
import type { SampleColumns, SampleCopy } from './sample-copy.ts';
import type { SampleSlice } from './sample-slice.ts';
import type { ReadableSeries } from './series-reader.ts';
import { LONG_RUN, sumOfRun } from './sum-of-run.ts';

export interface ReadAheadOptions {
  readonly series: ReadableSeries;
  /** The number behind the last sample of any window. */
  readonly end: number;
  /** Where samples are copied to that the next windows hold as well; undefined where windows do not overlap. */
  readonly copy: SampleCopy | undefined;
}

/**
 * A stored series as long windows read it: edges, resets and summaries by number. Where a function needs the samples themselves, as many
 * again are decoded with them, so that windows that overlap decode each sample about twice and not once a window.
 */
export class ReadAhead implements NumberedSamples {
  readonly #series: ReadableSeries;
  readonly #end: number;
  readonly #copy: SampleCopy | undefined;
  #columns: SampleColumns | undefined;
  #base = 0;

  constructor({ series, end, copy }: ReadAheadOptions) {
    this.#series = series;
    this.#end = end;
    this.#copy = copy;
  }

  firstAfter(atMs: number, from?: number): number {
    return this.#series.firstAfter(atMs, from);
  }

  timeAt(number: number): number {
    return this.#series.timeAt(number);
  }

  valueAt(number: number): number {
    return this.#series.valueAt(number);
  }

  read(from: number, to: number): SampleSlice {
    if (this.#copy === undefined) return this.#series.read(from, to);
    const known = this.#columns;
    if (known !== undefined && from >= this.#base && to <= this.#base + known.times.length) return this.#slice(known, from, to);
    this.#base = from;
    this.#columns = this.#copy.take(this.#series.read(from, Math.max(to, Math.min(this.#end, to + (to - from)))));
    return this.#slice(this.#columns, from, to);
  }

  valuesBeforeResets(from: number, to: number): Float64Array {
    return this.#series.valuesBeforeResets(from, to);
  }

  sum(from: number, to: number): { readonly sum: number; readonly compensation: number } {
    return to - from > LONG_RUN ? this.#series.sum(from, to) : sumOfRun(this.read(from, to));
  }

  min(from: number, to: number): number {
    return this.#series.min(from, to);
  }

  max(from: number, to: number): number {
    return this.#series.max(from, to);
  }

  #slice({ times, values }: SampleColumns, from: number, to: number): SampleSlice {
    return { times, values, from: from - this.#base, to: to - this.#base };
  }
}
