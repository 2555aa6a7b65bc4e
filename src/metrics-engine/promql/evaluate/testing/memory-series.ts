import type { Labels, Sample } from '../../../query-result.ts';
import { CompensatedSum } from '../../compensated-sum.ts';
import { labelsKey } from '../../labels.ts';
import { labelsTest, type Matcher } from '../../matcher.ts';
import type { SampleSlice } from '../sample-slice.ts';
import type { ReadableSeries, SeriesReader } from '../series-reader.ts';

/** A series of plain arrays: the simplest thing that a reader may answer, so that tests and conformance runs need no store. */
export class MemorySeries implements ReadableSeries {
  readonly labels: Labels;
  readonly begin = 0;
  readonly #times: number[] = [];
  readonly #values: number[] = [];
  readonly #staleAt: number[] = [];

  constructor(labels: Labels) {
    this.labels = labels;
  }

  get end(): number {
    return this.#times.length;
  }

  /** Appends a sample. Throws RangeError unless it is newer than all before it. */
  append(atMs: number, value: number): void {
    this.#refuseOlder(atMs);
    this.#times.push(atMs);
    this.#values.push(value);
  }

  /** Says that the series has no value from this instant on. Throws as append does. */
  markStale(atMs: number): void {
    this.#refuseOlder(atMs);
    this.#staleAt.push(atMs);
  }

  newest(afterMs: number, throughMs: number): Sample | undefined {
    const number = this.firstAfter(throughMs) - 1;
    if (number < 0 || this.timeAt(number) <= afterMs) return undefined;
    const atMs = this.timeAt(number);
    return this.staleBetween(atMs, throughMs).length > 0 ? undefined : [atMs, this.valueAt(number)];
  }

  firstAfter(atMs: number): number {
    let [low, high] = [0, this.end];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.timeAt(middle) <= atMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  timeAt(number: number): number {
    return this.#times[number] ?? Number.NaN;
  }

  valueAt(number: number): number {
    return this.#values[number] ?? Number.NaN;
  }

  read(from: number, to: number): SampleSlice {
    return {
      times: Float64Array.from(this.#times.slice(from, to)),
      values: Float64Array.from(this.#values.slice(from, to)),
      from: 0,
      to: to - from,
    };
  }

  valuesBeforeResets(from: number, to: number): Float64Array {
    const found: number[] = [];
    for (let number = from + 1; number < to; number++) {
      if (this.valueAt(number) < this.valueAt(number - 1)) found.push(this.valueAt(number - 1));
    }
    return Float64Array.from(found);
  }

  sum(from: number, to: number): { readonly sum: number; readonly compensation: number } {
    const sum = new CompensatedSum();
    for (let number = from; number < to; number++) sum.add(this.valueAt(number));
    return sum.parts;
  }

  min(from: number, to: number): number {
    return this.#extreme(from, to, (value, best) => value < best);
  }

  max(from: number, to: number): number {
    return this.#extreme(from, to, (value, best) => value > best);
  }

  staleBetween(afterMs: number, throughMs: number): readonly number[] {
    return this.#staleAt.filter((atMs) => atMs > afterMs && atMs <= throughMs);
  }

  #extreme(from: number, to: number, beats: (value: number, best: number) => boolean): number {
    let best = Number.NaN;
    for (const value of this.#values.slice(from, to)) if (beats(value, best) || Number.isNaN(best)) best = value;
    return best;
  }

  #refuseOlder(atMs: number): void {
    const newestMs = Math.max(this.#times.at(-1) ?? Number.NEGATIVE_INFINITY, this.#staleAt.at(-1) ?? Number.NEGATIVE_INFINITY);
    if (!(atMs > newestMs)) throw new RangeError(`a sample at ${atMs} ms is not newer than ${newestMs} ms`);
  }
}

/** Series in plain arrays, found by looking at each. */
export class MemoryReader implements SeriesReader {
  readonly #byKey = new Map<string, MemorySeries>();

  /** The series with these labels, made when it is new. */
  series(labels: Labels): MemorySeries {
    const key = labelsKey(labels);
    const found = this.#byKey.get(key) ?? new MemorySeries(labels);
    this.#byKey.set(key, found);
    return found;
  }

  select(matchers: readonly Matcher[]): readonly MemorySeries[] {
    const test = labelsTest(matchers);
    return [...this.#byKey.values()].filter(({ labels }) => test(labels));
  }
}
