/** Values that arrive one by one, and a way to wait for so many of them. */
export interface Collected<Value> {
  readonly values: readonly Value[];
  add(value: Value): void;
  /** Resolves with all values once there are at least `count`. */
  atLeast(count: number): Promise<readonly Value[]>;
}

/** Collects values; a wait without enough of them ends only with the test's own deadline. */
export function collect<Value>(): Collected<Value> {
  const values: Value[] = [];
  let waiting: { readonly count: number; readonly resolve: (all: readonly Value[]) => void }[] = [];
  return {
    values,
    add(value) {
      values.push(value);
      for (const { count, resolve } of waiting) if (values.length >= count) resolve(values);
      waiting = waiting.filter(({ count }) => values.length < count);
    },
    atLeast: (count) => (values.length >= count ? Promise.resolve(values) : new Promise((resolve) => waiting.push({ count, resolve }))),
  };
}
