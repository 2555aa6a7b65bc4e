import type { Labels } from '../query-result.ts';

/**
 * Computes something once a label set. Keyed by identity: a series keeps its labels object, so what a query derives from it is
 * computed once a series and not once a step.
 */
export function memoByLabels<Result>(compute: (labels: Labels) => Result): (labels: Labels) => Result {
  const known = new WeakMap<Labels, { readonly result: Result }>();
  return (labels) => {
    const found = known.get(labels);
    if (found !== undefined) return found.result;
    const result = compute(labels);
    known.set(labels, { result });
    return result;
  };
}
