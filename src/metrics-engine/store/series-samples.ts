import type { SampleSlice } from '../promql/evaluate/sample-slice.ts';
import { LAST_VALUE } from './chunk/chunk-layout.ts';
import { NO_DOUBLES } from './chunk/grown.ts';
import { SampleColumns } from './sample-columns.ts';
import type { SampleFold } from './sample-fold.ts';

/** The samples of one series, to be read by number. */
export class SeriesSamples extends SampleColumns {
  /** The number of the oldest sample that is kept. */
  begin = 0;

  /** The number of the first sample later than a time; `end` when there is none. */
  firstAfter(atMs: number): number {
    const { hot, chunks, begin } = this;
    if (hot.count > 0 && (atMs >= hot.timeAt(0) || chunks.count === 0)) return Math.max(begin, this.hotStart + hot.firstAfter(atMs));
    const chunk = chunks.beginningBy(atMs);
    return chunk < 0 ? begin : Math.max(begin, chunks.start(chunk) + chunks.firstAfter(chunk, atMs));
  }

  timeAt(number: number): number {
    if (number >= this.hotStart) return this.hot.timeAt(number - this.hotStart);
    const chunk = this.chunks.holding(number);
    return this.chunks.timeAt(chunk, number - this.chunks.start(chunk));
  }

  valueAt(number: number): number {
    const { chunks } = this;
    if (number >= this.hotStart) return this.hot.valueAt(number - this.hotStart);
    const chunk = chunks.holding(number);
    const index = number - chunks.start(chunk);
    if (chunks.isOnLine(chunk)) return chunks.valueAt(chunk, index);
    // The newest sample of all is asked for most, and right after a block was written it is a chunk's last.
    if (index === chunks.samples(chunk) - 1) return chunks.summary(chunk, LAST_VALUE);
    return this.kit.cache.values(chunks, chunk)[index] ?? Number.NaN;
  }

  /** Samples [from, to), in columns that the next reading may overwrite. */
  read(from: number, to: number): SampleSlice {
    const { chunks, kit, hotStart } = this;
    const { times, values } = kit.buffer;
    if (from >= to) return { times, values, from: 0, to: 0 };
    if (from >= hotStart) {
      this.hot.copyTimes(from - hotStart, to - hotStart, times, 0);
      return { times, values: this.hot.values, from: from - hotStart, to: to - hotStart };
    }
    const chunk = chunks.holding(from);
    const start = chunks.start(chunk);
    if (to > start + chunks.samples(chunk)) return this.#readAcross(from, to);
    chunks.copyTimes(chunk, [from - start, to - start], times, 0);
    return { times, values: kit.cache.values(chunks, chunk), from: from - start, to: to - start };
  }

  /** Folds samples [from, to) in their order. */
  fold(from: number, to: number, fold: SampleFold): void {
    const { chunks, hotStart } = this;
    const sealedTo = Math.min(to, hotStart);
    let number = from;
    for (let chunk = from < sealedTo ? chunks.holding(from) : 0; number < sealedTo; chunk++) {
      const start = chunks.start(chunk);
      const end = start + chunks.samples(chunk);
      if (number === start && end <= sealedTo) fold.whole(chunks, chunk);
      else fold.part(this.kit.cache.values(chunks, chunk), number - start, Math.min(end, sealedTo) - start);
      number = end;
    }
    if (to > hotStart) fold.part(this.hot.values, Math.max(from, hotStart) - hotStart, to - hotStart);
  }

  /** The value before each reset whose later sample has a number in (from, to), in their order. Good until the series is written to. */
  valuesBeforeResets(from: number, to: number): Float64Array {
    const sealed = this.#sealedResets(from + 1, Math.min(to, this.hotStart));
    const hot = this.#hotResets(Math.max(from + 1, this.hotStart), to);
    if (hot === undefined) return sealed;
    return Float64Array.from([...sealed, ...hot]);
  }

  /** Forgets the samples before a time, and frees the chunks of nothing else. */
  dropBefore(atMs: number): void {
    const { chunks } = this;
    this.begin = this.firstAfter(atMs - 1);
    let gone = 0;
    while (gone < chunks.count && chunks.start(gone) + chunks.samples(gone) <= this.begin) gone++;
    chunks.drop(gone);
    this.resets.dropBefore(this.begin);
  }

  #readAcross(from: number, to: number): SampleSlice {
    const { chunks, kit, hot, hotStart } = this;
    kit.buffer.reserve(to - from);
    const { times, values } = kit.buffer;
    const sealedTo = Math.min(to, hotStart);
    let number = from;
    for (let chunk = chunks.holding(from); number < sealedTo; chunk++) {
      const start = chunks.start(chunk);
      const last = Math.min(sealedTo, start + chunks.samples(chunk));
      chunks.copyTimes(chunk, [number - start, last - start], times, start - from);
      if (last - number === chunks.samples(chunk)) chunks.unpack(chunk, values.subarray(number - from, last - from));
      else values.set(kit.cache.values(chunks, chunk).subarray(number - start, last - start), number - from);
      number = last;
    }
    hot.copyTimes(0, to - sealedTo, times, sealedTo - from);
    values.set(hot.values.subarray(0, to - sealedTo), sealedTo - from);
    return { times, values, from: 0, to: to - from };
  }

  #sealedResets(from: number, to: number): Float64Array {
    if (from >= to) return NO_DOUBLES;
    if (!this.isRestless) return this.resets.valuesBetween(from, to);
    const { chunks } = this;
    const found: number[] = [];
    for (let chunk = chunks.holding(from), number = from; number < to; chunk++) {
      const last = Math.min(to, chunks.start(chunk) + chunks.samples(chunk));
      if (chunks.isRestless(chunk)) this.#restlessResets(chunk, [number, last], found);
      else found.push(...this.resets.valuesBetween(number, last));
      number = last;
    }
    return Float64Array.from(found);
  }

  #restlessResets(chunk: number, [from, to]: readonly [number, number], found: number[]): void {
    const start = this.chunks.start(chunk);
    const values = this.kit.cache.values(this.chunks, chunk);
    let before = from === start ? this.valueAt(from - 1) : (values[from - start - 1] ?? Number.NaN);
    for (let index = from - start; index < to - start; index++) {
      const value = values[index] ?? Number.NaN;
      if (value < before) found.push(before);
      before = value;
    }
  }

  /** undefined when there are none, as nearly always. */
  #hotResets(from: number, to: number): number[] | undefined {
    if (from >= to) return undefined;
    let found: number[] | undefined;
    let before = from === this.hotStart ? this.lastSealed : this.valueAt(from - 1);
    for (let index = from - this.hotStart; index < to - this.hotStart; index++) {
      const value = this.hot.valueAt(index);
      if (value < before) (found ??= []).push(before);
      before = value;
    }
    return found;
  }
}
