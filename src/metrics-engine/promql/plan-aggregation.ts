import type { Labels } from '../query-result.ts';
import { foldOf, rankOf } from './aggregations.ts';
import type { Aggregation, Grouping } from './expression.ts';
import { labelsKey, METRIC_NAME, onlyLabels, withoutLabels } from './labels.ts';
import { memoByLabels } from './labels-memo.ts';
import type { Planner, Point, VectorPlan } from './plan.ts';

/** Gathers points into groups and answers one value a group, or, for topk and bottomk, the chosen points of each group. */
export function aggregationPlan(aggregation: Aggregation, planner: Planner): VectorPlan {
  const operand = planner.vector(aggregation.operand);
  const parameter = aggregation.parameter === undefined ? () => Number.NaN : planner.scalar(aggregation.parameter);
  const groupOf = grouper(aggregation.grouping);
  const { operator } = aggregation;
  if (operator === 'topk' || operator === 'bottomk') {
    const choose = rankOf(operator);
    return (atMs) => {
      const chosen = choose(parameter(atMs));
      return [...gather(operand(atMs), groupOf).values()].flatMap(chosen);
    };
  }
  const fold = foldOf(operator);
  return (atMs) => {
    const share = parameter(atMs);
    return [...gather(operand(atMs), groupOf)].map(([labels, points]) => ({ labels, value: fold(points, share) }));
  };
}

function gather(points: readonly Point[], groupOf: (labels: Labels) => Labels): ReadonlyMap<Labels, readonly Point[]> {
  const groups = new Map<Labels, Point[]>();
  for (const point of points) {
    const labels = groupOf(point.labels);
    const group = groups.get(labels);
    if (group === undefined) groups.set(labels, [point]);
    else group.push(point);
  }
  return groups;
}

/** Maps a series' labels to its group's labels, the same object for all members of a group. */
function grouper({ kind, labels: names }: Grouping): (labels: Labels) => Labels {
  const listed = new Set(kind === 'by' ? names : [...names, METRIC_NAME]);
  const known = new Map<string, Labels>();
  return memoByLabels((labels) => {
    const group = kind === 'by' ? onlyLabels(labels, listed) : withoutLabels(labels, listed);
    const key = labelsKey(group);
    const shared = known.get(key) ?? group;
    known.set(key, shared);
    return shared;
  });
}
