/**
 * A heap of things with a value that holds the worst of them on top, so that it is the first to make room for a better one.
 *
 * It moves things as Go's container/heap does: of several that are equal it must keep the very ones that Prometheus keeps.
 */
export interface WorstFirstHeap<Item> {
  readonly size: number;
  /** The value on top; NaN when there is nothing, and NaN is the worst of all. */
  readonly worst: number;
  push(item: Item, value: number): void;
  /** Puts something in the place of the worst. */
  replaceWorst(item: Item, value: number): void;
  /** All that is held, the best first; equals in the order in which the heap has them. */
  bestFirst(): readonly Item[];
}

/** An empty heap. `topk` takes the larger value for the better, `bottomk` the smaller; NaN is worse than any number either way. */
export function worstFirstHeap<Item>(operator: 'topk' | 'bottomk'): WorstFirstHeap<Item> {
  const entries: { readonly item: Item; readonly value: number }[] = [];
  const isWorse = operator === 'topk' ? (a: number, b: number) => a < b : (a: number, b: number) => a > b;
  const valueAt = (index: number) => entries[index]?.value ?? Number.NaN;
  const comesBefore = (a: number, b: number) => Number.isNaN(valueAt(a)) || isWorse(valueAt(a), valueAt(b));
  const swap = (a: number, b: number) => {
    const [first, second] = [entries[a], entries[b]];
    if (first === undefined || second === undefined) return;
    entries[a] = second;
    entries[b] = first;
  };
  const rise = (from: number) => {
    for (let child = from; child > 0; ) {
      const parent = (child - 1) >> 1;
      if (!comesBefore(child, parent)) return;
      swap(child, parent);
      child = parent;
    }
  };
  const sink = () => {
    for (let parent = 0; 2 * parent + 1 < entries.length; ) {
      const left = 2 * parent + 1;
      const child = left + 1 < entries.length && comesBefore(left + 1, left) ? left + 1 : left;
      if (!comesBefore(child, parent)) return;
      swap(child, parent);
      parent = child;
    }
  };
  return {
    get size() {
      return entries.length;
    },
    get worst() {
      return valueAt(0);
    },
    push(item, value) {
      entries.push({ item, value });
      rise(entries.length - 1);
    },
    replaceWorst(item, value) {
      entries[0] = { item, value };
      sink();
    },
    bestFirst: () => entries.toSorted((a, b) => compareBestFirst(isWorse, a.value, b.value)).map(({ item }) => item),
  };
}

function compareBestFirst(isWorse: (a: number, b: number) => boolean, a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  if (isWorse(a, b)) return 1;
  return isWorse(b, a) ? -1 : 0;
}
