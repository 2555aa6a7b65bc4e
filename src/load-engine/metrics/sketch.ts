import type { BucketsSnapshot, SketchSnapshot } from './registry-snapshot.ts';

/** Half a percent: how far a quantile of a sketch may be from the sample at its rank, relative to it. */
export const SKETCH_RELATIVE_ERROR = 0.005;

const GAMMA = (1 + SKETCH_RELATIVE_ERROR) / (1 - SKETCH_RELATIVE_ERROR);
const PER_LOG = 1 / Math.log(GAMMA);
const MIDDLE = 2 / (GAMMA + 1);

/** The bucket that holds GAMMA^(i-1) < x ≤ GAMMA^i. */
const bucketOf = (magnitude: number): number => Math.ceil(Math.log(magnitude) * PER_LOG);

/** The value of a bucket that is within the relative error of all of it. */
export const bucketValue = (bucket: number): number => GAMMA ** bucket * MIDDLE;

/** Buckets of one sign, grown to what they were given: 12 KiB for 10 µs to a minute, 1.2 MiB for all doubles there are. */
class Buckets {
  #counts = new Float64Array(0);
  #lowest = 0;
  total = 0;

  add(magnitude: number): void {
    const bucket = bucketOf(magnitude);
    if (bucket < this.#lowest || bucket >= this.#lowest + this.#counts.length) this.#reach(bucket);
    const at = bucket - this.#lowest;
    this.#counts[at] = (this.#counts[at] ?? 0) + 1;
    this.total += 1;
  }

  /** The value whose rank from the least magnitude is `rank`, from 0. */
  at(rank: number): number {
    let seen = 0;
    for (let index = 0; index < this.#counts.length; index += 1) {
      seen += this.#counts[index] ?? 0;
      if (seen > rank) return bucketValue(this.#lowest + index);
    }
    return Number.NaN;
  }

  snapshot(): BucketsSnapshot {
    const first = this.#counts.findIndex((count) => count > 0);
    if (first === -1) return { lowest: 0, counts: [] };
    const end = this.#counts.findLastIndex((count) => count > 0) + 1;
    return { lowest: this.#lowest + first, counts: Array.from(this.#counts.subarray(first, end)) };
  }

  absorb({ lowest, counts }: BucketsSnapshot): void {
    if (counts.length === 0) return;
    this.#reach(lowest);
    this.#reach(lowest + counts.length - 1);
    const from = lowest - this.#lowest;
    counts.forEach((count, index) => {
      this.#counts[from + index] = (this.#counts[from + index] ?? 0) + count;
      this.total += count;
    });
  }

  clear(): void {
    this.#counts.fill(0);
    this.total = 0;
  }

  #reach(bucket: number): void {
    const empty = this.#counts.length === 0;
    if (!empty && bucket >= this.#lowest && bucket < this.#lowest + this.#counts.length) return;
    const slack = 64;
    const lowest = empty ? bucket - slack : Math.min(this.#lowest, bucket - slack);
    const end = empty ? bucket + slack : Math.max(this.#lowest + this.#counts.length, bucket + slack);
    const grown = new Float64Array(end - lowest);
    if (!empty) grown.set(this.#counts, this.#lowest - lowest);
    [this.#counts, this.#lowest] = [grown, lowest];
  }
}

/**
 * Quantiles of a stream in constant memory, each within SKETCH_RELATIVE_ERROR of the true one; counts, least, greatest and mean are exact.
 *
 * Logarithmic buckets after DDSketch (Masson, Rim, Lee: "DDSketch: a fast and fully-mergeable quantile sketch with relative-error
 * guarantees", VLDB 2019), without its collapsing. Values must be finite.
 */
export class Sketch {
  readonly #positive = new Buckets();
  readonly #negative = new Buckets();
  #zeros = 0;
  #sum = 0;
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;

  add(value: number): void {
    if (value > 0) this.#positive.add(value);
    else if (value < 0) this.#negative.add(-value);
    else this.#zeros += 1;
    this.#sum += value;
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
  }

  /** All of it as plain values. */
  snapshot(): SketchSnapshot {
    const [positive, negative] = [this.#positive.snapshot(), this.#negative.snapshot()];
    return { positive, negative, zeros: this.#zeros, sum: this.#sum, min: this.min, max: this.max };
  }

  /** Takes in all that another sketch was given, as if it had been added here. */
  absorb(other: SketchSnapshot): void {
    const before = this.count;
    this.#positive.absorb(other.positive);
    this.#negative.absorb(other.negative);
    this.#zeros += other.zeros;
    if (this.count === before) return;
    this.#sum += other.sum;
    this.#min = Math.min(this.#min, other.min);
    this.#max = Math.max(this.#max, other.max);
  }

  /** Forgets everything; the memory is kept. */
  clear(): void {
    this.#positive.clear();
    this.#negative.clear();
    [this.#zeros, this.#sum] = [0, 0];
    [this.#min, this.#max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  }

  get count(): number {
    return this.#positive.total + this.#negative.total + this.#zeros;
  }

  /** 0 when empty, as the summaries of k6 show it. */
  get min(): number {
    return this.count === 0 ? 0 : this.#min;
  }

  /** 0 when empty. */
  get max(): number {
    return this.count === 0 ? 0 : this.#max;
  }

  /** 0 when empty. */
  get mean(): number {
    return this.count === 0 ? 0 : this.#sum / this.count;
  }

  /** The value at `fraction` (0..1) of the sorted samples, interpolated linearly at rank fraction·(n−1); 0 when empty. */
  quantile(fraction: number): number {
    if (this.count === 0) return 0;
    const rank = fraction * (this.count - 1);
    const below = this.#atRank(Math.floor(rank));
    const above = this.#atRank(Math.ceil(rank));
    return below + (above - below) * (rank - Math.floor(rank));
  }

  /** The ends are known exactly, so no estimate may lie outside of them. */
  #atRank(rank: number): number {
    if (rank <= 0) return this.#min;
    if (rank >= this.count - 1) return this.#max;
    return Math.min(this.#max, Math.max(this.#min, this.#estimate(rank)));
  }

  #estimate(rank: number): number {
    const negatives = this.#negative.total;
    if (rank < negatives) return -this.#negative.at(negatives - 1 - rank);
    if (rank < negatives + this.#zeros) return 0;
    return this.#positive.at(rank - negatives - this.#zeros);
  }
}
