import {
  CHUNK_SAMPLES,
  countOf,
  FIRST_MS,
  FIRST_VALUE,
  isRestless,
  LAST_MS,
  LAST_VALUE,
  NO_WIDTH,
  OFFSET,
  SHAPE,
  START,
  scaleOf,
  timeWidthOf,
  valueWidthOf,
} from './chunk-layout.ts';
import { ChunkTable } from './chunk-table.ts';
import { slopeOf } from './packed-line.ts';
import { copyUnevenTimes, timeBytes, unevenTime } from './time-column.ts';
import { distanceFromLine, unpackValues, type ValuesShape } from './value-column.ts';

// Chunks are alike, so a guess from one that was read last is seldom off by more than this.
const TRIES = 4;

/** The sealed chunks of one series, to be read by chunk and index within it. */
export class SealedChunks extends ChunkTable {
  #nearby = 0;

  /** The number behind the last sealed sample; 0 when there never was one. */
  get end(): number {
    return this.count === 0 ? 0 : this.start(this.count - 1) + this.samples(this.count - 1);
  }

  /** The number of a chunk's first sample. */
  start(chunk: number): number {
    return this.place(chunk, START);
  }

  samples(chunk: number): number {
    return countOf(this.place(chunk, SHAPE));
  }

  /** Whether a chunk has so many resets that they are found by reading it. */
  isRestless(chunk: number): boolean {
    return isRestless(this.place(chunk, SHAPE));
  }

  /** Whether any one value of a chunk is read without those before it. */
  isOnLine(chunk: number): boolean {
    return valueWidthOf(this.place(chunk, SHAPE)) !== NO_WIDTH;
  }

  /** The chunk that holds the sample of a number; there must be one. */
  holding(number: number): number {
    const near = Math.min(this.#nearby, this.count - 1);
    let chunk = this.#bounded(near + Math.floor((number - this.start(near)) / CHUNK_SAMPLES));
    for (let tries = 0; tries < TRIES; tries++) {
      if (this.start(chunk) > number) chunk--;
      else if (chunk + 1 < this.count && this.start(chunk + 1) <= number) chunk++;
      else return this.#found(chunk);
    }
    let [low, high] = [0, this.count - 1];
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.start(middle) <= number) low = middle;
      else high = middle - 1;
    }
    return this.#found(low);
  }

  /** The last chunk that begins at or before a time; -1 when there is none. */
  beginningBy(atMs: number): number {
    if (this.count === 0 || atMs < this.#firstMs(0)) return -1;
    const near = Math.min(this.#nearby, this.count - 1);
    const spanMs = this.summary(near, LAST_MS) - this.#firstMs(near) + 1;
    let chunk = this.#bounded(near + Math.floor((atMs - this.#firstMs(near)) / spanMs));
    for (let tries = 0; tries < TRIES; tries++) {
      if (this.#firstMs(chunk) > atMs) chunk--;
      else if (chunk + 1 < this.count && this.#firstMs(chunk + 1) <= atMs) chunk++;
      else return this.#found(chunk);
    }
    let [low, high] = [0, this.count - 1];
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.#firstMs(middle) <= atMs) low = middle;
      else high = middle - 1;
    }
    return this.#found(low);
  }

  /** The index of the first sample of a chunk that is later than a time; how many it has when there is none. */
  firstAfter(chunk: number, atMs: number): number {
    const count = this.samples(chunk);
    const firstMs = this.#firstMs(chunk);
    const lastMs = this.summary(chunk, LAST_MS);
    if (atMs >= lastMs) return count;
    if (atMs < firstMs) return 0;
    // Most chunks are even or nearly so: the answer is where an even one has it, or a step or two from there.
    let index = Math.floor(((atMs - firstMs) * (count - 1)) / (lastMs - firstMs)) + 1;
    while (index > 0 && this.timeAt(chunk, index - 1) > atMs) index--;
    while (index < count && this.timeAt(chunk, index) <= atMs) index++;
    return index;
  }

  timeAt(chunk: number, index: number): number {
    const shape = this.place(chunk, SHAPE);
    const width = timeWidthOf(shape);
    const count = countOf(shape);
    const firstMs = this.#firstMs(chunk);
    const lastMs = this.summary(chunk, LAST_MS);
    if (width === 0) return firstMs + index * slopeOf(firstMs, lastMs, count);
    return unevenTime(this.bytes, this.place(chunk, OFFSET), { firstMs, lastMs, count, width }, index);
  }

  /** Writes the times of samples [from, to) of a chunk into a column, each at its own index plus `shift`. */
  copyTimes(chunk: number, [from, to]: readonly [number, number], target: Float64Array, shift: number): void {
    const width = timeWidthOf(this.place(chunk, SHAPE));
    const times = { firstMs: this.#firstMs(chunk), lastMs: this.summary(chunk, LAST_MS), count: this.samples(chunk), width };
    if (width === 0) {
      const interval = slopeOf(times.firstMs, times.lastMs, times.count);
      for (let index = from; index < to; index++) target[index + shift] = times.firstMs + index * interval;
    } else copyUnevenTimes({ bytes: this.bytes, offset: this.place(chunk, OFFSET), times }, [from, to], target, shift);
  }

  /** One value of a chunk that is on a line. */
  valueAt(chunk: number, index: number): number {
    const shape = this.place(chunk, SHAPE);
    const scale = scaleOf(shape);
    const width = valueWidthOf(shape);
    const from = Math.round(this.summary(chunk, FIRST_VALUE) * scale);
    const slope = slopeOf(from, Math.round(this.summary(chunk, LAST_VALUE) * scale), countOf(shape));
    // Asked for millions of times in a query, so nothing is allocated here.
    const distance = width === 0 ? 0 : distanceFromLine(this.bytes, this.#valuesOffset(chunk), width, index);
    return (from + Math.floor(index * slope) + distance) / scale;
  }

  /** Writes all values of a chunk into a column, from its place 0 on. */
  unpack(chunk: number, target: Float64Array): void {
    unpackValues(this.bytes, this.#valuesOffset(chunk), this.#valuesShape(chunk), target);
  }

  #valuesOffset(chunk: number): number {
    const shape = this.place(chunk, SHAPE);
    return this.place(chunk, OFFSET) + timeBytes(countOf(shape), timeWidthOf(shape));
  }

  #valuesShape(chunk: number): ValuesShape {
    const shape = this.place(chunk, SHAPE);
    return {
      count: countOf(shape),
      scale: scaleOf(shape),
      width: valueWidthOf(shape),
      first: this.summary(chunk, FIRST_VALUE),
      last: this.summary(chunk, LAST_VALUE),
    };
  }

  #firstMs(chunk: number): number {
    return this.summary(chunk, FIRST_MS);
  }

  #bounded(chunk: number): number {
    return Math.max(0, Math.min(chunk, this.count - 1));
  }

  #found(chunk: number): number {
    this.#nearby = chunk;
    return chunk;
  }
}
