import { QueryError } from '../query-result.ts';
import { labelsKey, METRIC_NAME, withoutLabels } from './labels.ts';
import { memoByLabels } from './labels-memo.ts';
import type { Point, VectorPlan } from './plan.ts';

const ONLY_NAME: ReadonlySet<string> = new Set([METRIC_NAME]);

/**
 * Takes the metric's name off every point: a value that was computed is no longer the metric of that name.
 *
 * The plan throws 'bad-query' when two points are left with the same labels.
 */
export function nameless(plan: VectorPlan): VectorPlan {
  const strip = memoByLabels((labels) => withoutLabels(labels, ONLY_NAME));
  const key = memoByLabels(labelsKey);
  return (atMs) =>
    refuseTwins(
      plan(atMs).map(({ labels, value }) => ({ labels: strip(labels), value })),
      key,
    );
}

function refuseTwins(points: readonly Point[], key: (labels: Point['labels']) => string): readonly Point[] {
  const seen = new Set<string>();
  for (const { labels } of points) {
    if (seen.has(key(labels))) throw new QueryError('bad-query', `two series of the answer would have the same labels ${key(labels)}`);
    seen.add(key(labels));
  }
  return points;
}
