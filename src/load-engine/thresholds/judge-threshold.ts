import type { ThresholdResult } from '../load-result.ts';
import type { Series, TrendSeries } from '../metrics/series.ts';
import type { Threshold } from './read-thresholds.ts';
import { holds, type ThresholdExpression } from './threshold-expression.ts';

/** What a threshold on something that never had a sample comes to. */
export type WithoutSamples = 'fails' | 'passes';

/**
 * Judges one threshold on everything its series was given.
 *
 * Percentiles are decided by counting, not from the sketch, so the verdict is exact even where `observed`, an estimate, says otherwise
 * within its half percent. A series that never had a sample fails whatever the expression says: nothing was measured, and that is no yes;
 * unless `withoutSamples` asks for k6's answer, which leaves out a rate and takes anything else for 0.
 */
export function judgeThreshold(
  threshold: Threshold,
  series: Series,
  elapsedMs: number,
  withoutSamples: WithoutSamples = 'fails',
): ThresholdResult {
  const { metric, expression, abortOnFail } = threshold;
  const said = { metric, expression: expression.text, limit: expression.limit, samples: series.samples, abortOnFail };
  if (series.samples === 0) return { ...said, passed: withoutSamples === 'passes' && passesEmpty(expression, series), observed: undefined };
  const observed = observe(expression, series, elapsedMs);
  const side = exactSide(expression, series) ?? sideOf(observed, expression.limit);
  return { ...said, passed: side !== undefined && holds(expression.operator, side), observed };
}

/** https://grafana.com/docs/k6/latest/using-k6/thresholds/ says nothing of it; what k6 does is told in its issue 4283. */
const passesEmpty = ({ operator, limit }: ThresholdExpression, { type }: Series): boolean =>
  type === 'rate' || holds(operator, sideOf(0, limit) ?? 0);

function sideOf(value: number, limit: number): -1 | 0 | 1 | undefined {
  if (Number.isNaN(value)) return undefined;
  if (value === limit) return 0;
  return value < limit ? -1 : 1;
}

function exactSide({ aggregation, limit }: ThresholdExpression, series: Series): -1 | 0 | 1 | undefined {
  return series.type === 'trend' && aggregation.kind === 'percentile' ? series.watchLimit(limit).side(aggregation.fraction) : undefined;
}

function observe({ aggregation }: ThresholdExpression, series: Series, elapsedMs: number): number {
  switch (series.type) {
    case 'counter':
      return aggregation.kind === 'rate' ? (series.count * 1000) / Math.max(elapsedMs, 1) : series.count;
    case 'gauge':
      return series.value;
    case 'rate':
      return series.rate;
    case 'trend':
      return observeTrend({ aggregation }, series);
  }
}

function observeTrend({ aggregation }: Pick<ThresholdExpression, 'aggregation'>, { sketch }: TrendSeries): number {
  switch (aggregation.kind) {
    case 'percentile':
      return sketch.quantile(aggregation.fraction);
    case 'avg':
      return sketch.mean;
    case 'min':
      return sketch.min;
    case 'max':
      return sketch.max;
    case 'count':
    case 'rate':
    case 'value':
      return Number.NaN;
  }
}
