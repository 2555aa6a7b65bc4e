import { grown, NO_DOUBLES, NO_WORDS } from './chunk/grown.ts';

/** Resets in columns: the number of each sample that is smaller than the one before it, and the value before. */
export interface ResetColumns {
  readonly numbers: Uint32Array;
  readonly values: Float64Array;
}

/** Where a counter began again, in the order of time. */
export class ResetIndex {
  #numbers = NO_WORDS;
  #values = NO_DOUBLES;
  #count = 0;

  get memoryBytes(): number {
    return this.#numbers.byteLength + this.#values.byteLength;
  }

  /** Adds a reset behind all others. */
  push(number: number, valueBefore: number): void {
    this.#numbers = grown(this.#numbers, this.#count + 1);
    this.#values = grown(this.#values, this.#count + 1);
    this.#numbers[this.#count] = number;
    this.#values[this.#count] = valueBefore;
    this.#count++;
  }

  /** The resets whose number is in [from, to). Good until the next reset is added. */
  between(from: number, to: number): ResetColumns {
    const [first, last] = [this.#atOrAfter(from), this.#atOrAfter(to)];
    return { numbers: this.#numbers.subarray(first, last), values: this.#values.subarray(first, last) };
  }

  /** The values before the resets whose number is in [from, to), as between(). */
  valuesBetween(from: number, to: number): Float64Array {
    if (this.#count === 0) return NO_DOUBLES;
    const first = this.#atOrAfter(from);
    const last = this.#atOrAfter(to);
    return first === last ? NO_DOUBLES : this.#values.subarray(first, last);
  }

  /** Forgets resets with smaller numbers. */
  dropBefore(number: number): void {
    const at = this.#atOrAfter(number);
    if (at === 0) return;
    this.#numbers = this.#numbers.slice(at, this.#count);
    this.#values = this.#values.slice(at, this.#count);
    this.#count -= at;
  }

  #atOrAfter(number: number): number {
    let [low, high] = [0, this.#count];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#numbers[middle] ?? 0) < number) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
