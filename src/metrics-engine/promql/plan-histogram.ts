import type { Labels } from '../query-result.ts';
import type { FunctionCall } from './expression.ts';
import { type Bucket, histogramQuantile } from './histogram-quantile.ts';
import { labelsKey, labelValue, METRIC_NAME, withoutLabels } from './labels.ts';
import { memoByLabels } from './labels-memo.ts';
import type { Planner, Point, VectorPlan } from './plan.ts';

const NOT_OF_GROUP: ReadonlySet<string> = new Set([METRIC_NAME, 'le']);

/** histogram_quantile(share, buckets): one quantile for each set of labels but `le`. Buckets whose `le` is no number are left out. */
export function histogramPlan({ args: [share, buckets] }: FunctionCall, planner: Planner): VectorPlan {
  if (share === undefined || buckets === undefined) return () => [];
  const [shareAt, bucketsAt] = [planner.scalar(share), planner.vector(buckets)];
  const placeOf = memoByLabels((labels) => placeInHistogram(labels));
  return (atMs) => {
    const histograms = gather(bucketsAt(atMs), placeOf);
    return histograms.map(({ labels, buckets }) => ({ labels, value: histogramQuantile(shareAt(atMs), buckets) }));
  };
}

interface Place {
  readonly key: string;
  readonly labels: Labels;
  readonly bound: number | undefined;
}

function placeInHistogram(labels: Labels): Place {
  const group = withoutLabels(labels, NOT_OF_GROUP);
  return { key: labelsKey(group), labels: group, bound: parseBound(labelValue(labels, 'le')) };
}

/** Reads a bound as Go's ParseFloat does, as far as exporters write it. */
function parseBound(text: string): number | undefined {
  const infinity = /^([+-]?)inf(?:inity)?$/i.exec(text);
  if (infinity !== null) return infinity[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) ? Number(text) : undefined;
}

function gather(
  points: readonly Point[],
  placeOf: (labels: Labels) => Place,
): readonly { readonly labels: Labels; readonly buckets: readonly Bucket[] }[] {
  const histograms = new Map<string, { readonly labels: Labels; readonly buckets: Bucket[] }>();
  for (const { labels, value } of points) {
    const { key, labels: group, bound } = placeOf(labels);
    if (bound === undefined) continue;
    const histogram = histograms.get(key) ?? { labels: group, buckets: [] };
    histogram.buckets.push({ bound, count: value });
    histograms.set(key, histogram);
  }
  return [...histograms.values()];
}
