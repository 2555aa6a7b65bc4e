import type { SampleWindow } from '../promql/series-reader.ts';

const FIRST_CAPACITY = 64;

/** The samples of one series in two parallel columns, oldest first: appended behind, dropped in front. Times are whole milliseconds. */
export class SampleColumns {
  #times = new Float64Array(FIRST_CAPACITY);
  #values = new Float64Array(FIRST_CAPACITY);
  #from = 0;
  #to = 0;

  get length(): number {
    return this.#to - this.#from;
  }

  /** The time of the newest sample; −Infinity without any. */
  get newestMs(): number {
    return this.length === 0 ? Number.NEGATIVE_INFINITY : (this.#times[this.#to - 1] ?? Number.NEGATIVE_INFINITY);
  }

  /** The value of the newest sample; NaN without any. */
  get newestValue(): number {
    return this.length === 0 ? Number.NaN : (this.#values[this.#to - 1] ?? Number.NaN);
  }

  /** Appends a sample that must be newer than the newest; the caller has checked. */
  append(atMs: number, value: number): void {
    if (this.#to === this.#times.length) this.#makeRoom();
    this.#times[this.#to] = atMs;
    this.#values[this.#to] = value;
    this.#to++;
  }

  /** The samples in (afterMs, throughMs]. */
  window(afterMs: number, throughMs: number): SampleWindow {
    const to = this.#firstAfter(throughMs);
    const from = Math.min(to, this.#firstAfter(afterMs));
    return { times: this.#times, values: this.#values, from, to };
  }

  /** Forgets the samples before a time. */
  dropBefore(atMs: number): void {
    this.#from = this.#firstAfter(atMs - 1);
  }

  /** Moves to the front when half of the room stands empty there, else doubles the room. */
  #makeRoom(): void {
    const size = this.#times.length;
    const room = this.#from >= size / 2 ? size : size * 2;
    this.#times = moved(this.#times, this.#from, this.#to, room);
    this.#values = moved(this.#values, this.#from, this.#to, room);
    this.#to -= this.#from;
    this.#from = 0;
  }

  /** The number of the first sample newer than a time. The newest samples are asked for most, so they are tried first. */
  #firstAfter(atMs: number): number {
    if (atMs >= this.newestMs) return this.#to;
    let [low, high] = [this.#from, this.#to];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#times[middle] ?? 0) <= atMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function moved(column: Float64Array<ArrayBuffer>, from: number, to: number, room: number): Float64Array<ArrayBuffer> {
  const target = new Float64Array(room);
  target.set(column.subarray(from, to));
  return target;
}
