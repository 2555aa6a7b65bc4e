import type { RangeSelector, VectorSelector } from './expression.ts';
import { instantOf, type QueryContext, type RangePlan, type RangePoint, type SampledPlan, type SampledPoint } from './plan.ts';

/** Reads the newest sample of each series within the lookback, (t − lookback, t]. Source: Prometheus 3, whose windows are open on the left. */
export function selectorPlan(selector: VectorSelector, context: QueryContext): SampledPlan {
  const series = context.reader.select(selector.matchers);
  const instant = instantOf(selector, context);
  return (atMs) => {
    const throughMs = instant(atMs);
    const points: SampledPoint[] = [];
    context.budget.read(series.length);
    for (const each of series) {
      const sample = each.newest(throughMs - context.lookbackMs, throughMs);
      if (sample !== undefined) points.push({ labels: each.labels, value: sample[1], sampledAtMs: sample[0] });
    }
    return points;
  };
}

/** Reads the samples of each series in (t − range, t]; series without any are left out. */
export function rangePlan({ selector, rangeMs }: RangeSelector, context: QueryContext): RangePlan {
  const series = context.reader.select(selector.matchers);
  const instant = instantOf(selector, context);
  return (atMs) => {
    const endMs = instant(atMs);
    const startMs = endMs - rangeMs;
    const points: RangePoint[] = [];
    for (const each of series) {
      const { times, values, from, to } = each.window(startMs, endMs);
      context.budget.read(to - from);
      if (to > from) points.push({ labels: each.labels, times, values, from, to, startMs, endMs });
    }
    return points;
  };
}
