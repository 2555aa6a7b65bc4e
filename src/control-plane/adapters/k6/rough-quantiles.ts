/** Buckets a hundredth apart: near enough for a number that people watch. */
const GROWTH = Math.log(1.01);

/** Quantiles of positive numbers to about 1 %, in constant memory, for the progress of a run; no verdict is made of them. */
export class RoughQuantiles {
  readonly #buckets = new Map<number, number>();
  #count = 0;

  add(value: number): void {
    const bucket = Math.ceil(Math.log(Math.max(value, 1e-3)) / GROWTH);
    this.#buckets.set(bucket, (this.#buckets.get(bucket) ?? 0) + 1);
    this.#count += 1;
  }

  /** The value below which `fraction` of them lie; undefined where there are none. */
  at(fraction: number): number | undefined {
    let missing = fraction * this.#count;
    for (const bucket of [...this.#buckets.keys()].sort((one, other) => one - other)) {
      missing -= this.#buckets.get(bucket) ?? 0;
      if (missing <= 0) return Math.exp(bucket * GROWTH);
    }
    return undefined;
  }
}
