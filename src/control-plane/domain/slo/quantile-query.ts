import type { Objective } from './objective.ts';

/**
 * PromQL for the percentile that a latency objective promises, in seconds, over a window; for people to look at, since verdicts are counted.
 *
 * Undefined for objectives whose good events are no histogram bucket. `narrow` restricts the selector, to a version say.
 */
export function quantileQuery(objective: Objective, windowSeconds: number, narrow: (selector: string) => string): string | undefined {
  const bucket = objective.indicator.good;
  if (objective.kind !== 'latency' || bucket === undefined || !/^\w+_bucket\{/.test(bucket)) return undefined;
  const everyBucket = bucket.replace(/([{,])\s*le\s*=\s*"[^"]*"\s*,?\s*/, '$1').replace(/,\s*\}/, '}');
  return `histogram_quantile(${objective.target}, sum by (le) (increase(${narrow(everyBucket)}[${Math.ceil(windowSeconds)}s])))`;
}
