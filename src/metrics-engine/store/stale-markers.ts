const NONE: readonly number[] = [];

/** The instants at which a series went stale, oldest first. */
export class StaleMarkers {
  #atMs: readonly number[] = NONE;
  /** The newest that there ever was; −Infinity when none. */
  newestMs = Number.NEGATIVE_INFINITY;

  get memoryBytes(): number {
    return this.#atMs.length * 8;
  }

  /** Adds an instant later than all others. */
  push(atMs: number): void {
    if (this.#atMs === NONE) this.#atMs = [atMs];
    else (this.#atMs as number[]).push(atMs);
    this.newestMs = atMs;
  }

  /** Whether there is one in (afterMs, throughMs]. */
  isAny(afterMs: number, throughMs: number): boolean {
    if (this.newestMs <= afterMs) return false;
    const next = this.#atMs[this.#firstAfter(afterMs)];
    return next !== undefined && next <= throughMs;
  }

  /** Those in (afterMs, throughMs]. */
  between(afterMs: number, throughMs: number): readonly number[] {
    if (this.newestMs <= afterMs) return NONE;
    return this.#atMs.slice(this.#firstAfter(afterMs), this.#firstAfter(throughMs));
  }

  dropBefore(atMs: number): void {
    const at = this.#atMs.findIndex((each) => each >= atMs);
    if (at !== 0) this.#atMs = at < 0 ? NONE : this.#atMs.slice(at);
  }

  #firstAfter(atMs: number): number {
    let [low, high] = [0, this.#atMs.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#atMs[middle] ?? 0) <= atMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
