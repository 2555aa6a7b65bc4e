import { lostByAdding } from './neumaier.ts';

/**
 * A sum that does not lose the small addends to the large, by Neumaier's compensation; an infinite sum has none.
 */
export class CompensatedSum {
  #sum = 0;
  #lost = 0;

  add(value: number): void {
    this.#lost = lostByAdding(value, this.#sum, this.#lost);
    this.#sum += value;
  }

  /** Multiplies what was summed so far. */
  scale(factor: number): void {
    this.#sum *= factor;
    this.#lost *= factor;
  }

  /** Divides what was summed so far. */
  divide(by: number): void {
    this.#sum /= by;
    this.#lost /= by;
  }

  /** Whether adding a value would leave the finite numbers. */
  wouldOverflow(value: number): boolean {
    return Math.abs(this.#sum + value) === Number.POSITIVE_INFINITY;
  }

  /** The sum as it was rounded, and what that lost. */
  get parts(): { readonly sum: number; readonly compensation: number } {
    return { sum: this.#sum, compensation: this.#lost };
  }

  get total(): number {
    return this.#sum + this.#lost;
  }

  /** The total over a count, each part divided before they are joined. */
  dividedBy(count: number): number {
    return this.#sum / count + this.#lost / count;
  }
}
