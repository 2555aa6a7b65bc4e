import type { SetOperator, VectorMatching } from './expression.ts';
import { matchKey } from './match-key.ts';
import type { Point, VectorPlan } from './plan.ts';

/** `and`, `or` and `unless`: points are kept or dropped by whether the other side has a match, and never changed. */
export function setPlan(operator: SetOperator, matching: VectorMatching, left: VectorPlan, right: VectorPlan): VectorPlan {
  const key = matchKey(matching);
  const keysOf = (points: readonly Point[]) => new Set(points.map(({ labels }) => key(labels)));
  return (atMs) => {
    const [a, b] = [left(atMs), right(atMs)];
    switch (operator) {
      case 'and':
        return keepIf(a, keysOf(b), key, true);
      case 'unless':
        return keepIf(a, keysOf(b), key, false);
      case 'or':
        return [...a, ...keepIf(b, keysOf(a), key, false)];
    }
  };
}

function keepIf(
  points: readonly Point[],
  keys: ReadonlySet<string>,
  key: (labels: Point['labels']) => string,
  wanted: boolean,
): readonly Point[] {
  return points.filter(({ labels }) => keys.has(key(labels)) === wanted);
}
