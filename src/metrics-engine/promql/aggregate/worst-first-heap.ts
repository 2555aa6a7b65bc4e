/**
 * A heap of things with a value that holds the worst of them on top, so that it is the first to make room for a better one. For `topk`
 * the larger value is the better, for `bottomk` the smaller; NaN is worse than any number either way.
 *
 * It moves things as Go's container/heap does: of several that are equal it must keep the very ones that Prometheus keeps.
 */
export class WorstFirstHeap<Item> {
  readonly #entries: { readonly item: Item; readonly value: number }[] = [];
  readonly #sign: 1 | -1;

  constructor(operator: 'topk' | 'bottomk') {
    this.#sign = operator === 'topk' ? 1 : -1;
  }

  get size(): number {
    return this.#entries.length;
  }

  /** The value on top; NaN when there is nothing. */
  get worst(): number {
    return this.#valueAt(0);
  }

  push(item: Item, value: number): void {
    this.#entries.push({ item, value });
    for (let child = this.#entries.length - 1; child > 0; ) {
      const parent = (child - 1) >> 1;
      if (!this.#comesBefore(child, parent)) return;
      this.#swap(child, parent);
      child = parent;
    }
  }

  /** Puts something in the place of the worst. */
  replaceWorst(item: Item, value: number): void {
    this.#entries[0] = { item, value };
    for (let parent = 0; 2 * parent + 1 < this.#entries.length; ) {
      const [left, right] = [2 * parent + 1, 2 * parent + 2];
      const child = right < this.#entries.length && this.#comesBefore(right, left) ? right : left;
      if (!this.#comesBefore(child, parent)) return;
      this.#swap(child, parent);
      parent = child;
    }
  }

  /** All that is held, the best first; equals in the order in which the heap has them. */
  bestFirst(): readonly Item[] {
    return this.#entries.toSorted((a, b) => compareBestFirst(a.value * this.#sign, b.value * this.#sign)).map(({ item }) => item);
  }

  #valueAt(index: number): number {
    return this.#entries[index]?.value ?? Number.NaN;
  }

  #comesBefore(a: number, b: number): boolean {
    return Number.isNaN(this.#valueAt(a)) || this.#valueAt(a) * this.#sign < this.#valueAt(b) * this.#sign;
  }

  #swap(a: number, b: number): void {
    const [first, second] = [this.#entries[a], this.#entries[b]];
    if (first === undefined || second === undefined) return;
    this.#entries[a] = second;
    this.#entries[b] = first;
  }
}

function compareBestFirst(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  // Not a subtraction: Inf - Inf is NaN.
  return a === b ? 0 : a > b ? -1 : 1;
}
