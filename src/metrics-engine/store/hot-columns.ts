import { CHUNK_SAMPLES } from './chunk/chunk-layout.ts';
import { NO_DOUBLES } from './chunk/grown.ts';

const SMALLEST = 8;

/**
 * The newest samples of one series, not yet sealed: CHUNK_SAMPLES at most. While they come at a fixed interval their times are not kept,
 * for the first and the interval tell them.
 */
export class HotColumns {
  #values: Float64Array<ArrayBuffer> = NO_DOUBLES;
  #times: Float64Array<ArrayBuffer> | undefined;
  #firstMs = 0;
  #intervalMs = 0;
  count = 0;
  lastMs = Number.NEGATIVE_INFINITY;

  get values(): Float64Array {
    return this.#values;
  }

  get memoryBytes(): number {
    return this.#values.byteLength + (this.#times?.byteLength ?? 0);
  }

  /** Appends a sample, later than all others; not to full columns. */
  append(atMs: number, value: number): void {
    const { count } = this;
    if (count === this.#values.length) this.#makeRoom();
    if (this.#times === undefined) this.#keepPace(atMs);
    if (this.#times !== undefined) this.#times[count] = atMs;
    this.#values[count] = value;
    this.lastMs = atMs;
    this.count = count + 1;
  }

  timeAt(index: number): number {
    return this.#times === undefined ? this.#firstMs + index * this.#intervalMs : (this.#times[index] ?? 0);
  }

  valueAt(index: number): number {
    return this.#values[index] ?? Number.NaN;
  }

  /** The index of the first sample later than a time; `count` when there is none. */
  firstAfter(atMs: number): number {
    if (this.count === 0 || atMs >= this.lastMs) return this.count;
    if (atMs < this.timeAt(0)) return 0;
    if (this.#times === undefined) return this.#evenlyAfter(atMs);
    let [low, high] = [0, this.count];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.timeAt(middle) <= atMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Writes times [from, to) into a column, each at its own index plus `shift`. */
  copyTimes(from: number, to: number, target: Float64Array, shift: number): void {
    for (let index = from; index < to; index++) target[index + shift] = this.timeAt(index);
  }

  /** Forgets all samples, but not when the last was, and keeps the room. */
  clear(): void {
    this.count = 0;
    this.#times = undefined;
  }

  #evenlyAfter(atMs: number): number {
    const index = Math.floor((atMs - this.#firstMs) / this.#intervalMs) + 1;
    // The division may be off by its last bit, where an interval is no whole millisecond.
    if (this.timeAt(index - 1) > atMs) return index - 1;
    return this.timeAt(index) <= atMs ? index + 1 : index;
  }

  /** Keeps times from here on when a sample comes off the interval of those before it. */
  #keepPace(atMs: number): void {
    const { count } = this;
    if (count === 0) this.#firstMs = atMs;
    else if (count === 1) this.#intervalMs = atMs - this.#firstMs;
    else if (atMs !== this.#firstMs + count * this.#intervalMs) {
      const times = new Float64Array(this.#values.length);
      this.copyTimes(0, count, times, 0);
      this.#times = times;
    }
  }

  #makeRoom(): void {
    const room = Math.min(CHUNK_SAMPLES, Math.max(SMALLEST, this.#values.length * 2));
    this.#values = withRoom(this.#values, room);
    if (this.#times !== undefined) this.#times = withRoom(this.#times, room);
  }
}

function withRoom(column: Float64Array, room: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(room);
  larger.set(column);
  return larger;
}
