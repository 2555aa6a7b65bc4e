import type { LimitSnapshot } from './registry-snapshot.ts';

/**
 * Decides exactly on which side of one limit any percentile of a stream lies, in constant memory.
 *
 * A percentile interpolates between two neighbours of the sorted samples. Whether it is below the limit follows from how many samples
 * are below, at and above it; only where the two neighbours lie on either side does their value matter, and then they are the
 * greatest sample below and the least above, which are kept.
 */
export class LimitCount {
  readonly limit: number;
  #below = 0;
  #equal = 0;
  #above = 0;
  #greatestBelow = Number.NEGATIVE_INFINITY;
  #leastAbove = Number.POSITIVE_INFINITY;

  constructor(limit: number) {
    this.limit = limit;
  }

  add(value: number): void {
    if (value < this.limit) {
      this.#below += 1;
      if (value > this.#greatestBelow) this.#greatestBelow = value;
    } else if (value > this.limit) {
      this.#above += 1;
      if (value < this.#leastAbove) this.#leastAbove = value;
    } else this.#equal += 1;
  }

  /** How many samples are below the limit, or equal to it. */
  atMost(): number {
    return this.#below + this.#equal;
  }

  /** All of it as plain values. */
  snapshot(): LimitSnapshot {
    const greatestBelow = this.#below === 0 ? 0 : this.#greatestBelow;
    const leastAbove = this.#above === 0 ? 0 : this.#leastAbove;
    return { limit: this.limit, below: this.#below, equal: this.#equal, above: this.#above, greatestBelow, leastAbove };
  }

  /** Takes in all that another count against the same limit was given. */
  absorb({ below, equal, above, greatestBelow, leastAbove }: LimitSnapshot): void {
    if (below > 0) this.#greatestBelow = Math.max(this.#greatestBelow, greatestBelow);
    if (above > 0) this.#leastAbove = Math.min(this.#leastAbove, leastAbove);
    this.#below += below;
    this.#equal += equal;
    this.#above += above;
  }

  /** Forgets everything but the limit. */
  clear(): void {
    [this.#below, this.#equal, this.#above] = [0, 0, 0];
    [this.#greatestBelow, this.#leastAbove] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  }

  /** -1, 0 or 1: the percentile at `fraction` (0..1, rank fraction·(n−1)) is below, at or above the limit; undefined with no samples. */
  side(fraction: number): -1 | 0 | 1 | undefined {
    const count = this.#below + this.#equal + this.#above;
    if (count === 0) return undefined;
    const rank = fraction * (count - 1);
    const lower = this.#sideOfRank(Math.floor(rank));
    const upper = this.#sideOfRank(Math.ceil(rank));
    if (lower === upper) return lower;
    if (lower === 0) return 1;
    if (upper === 0) return -1;
    return this.#sideBetween(rank - Math.floor(rank));
  }

  #sideOfRank(rank: number): -1 | 0 | 1 {
    if (rank < this.#below) return -1;
    return rank < this.#below + this.#equal ? 0 : 1;
  }

  #sideBetween(share: number): -1 | 0 | 1 {
    const value = this.#greatestBelow + (this.#leastAbove - this.#greatestBelow) * share;
    if (value === this.limit) return 0;
    return value < this.limit ? -1 : 1;
  }
}
