import type { ThresholdResult } from '../load-result.ts';
import type { MetricRegistry } from '../metrics/metric-registry.ts';
import type { Series } from '../metrics/series.ts';
import { judgeThreshold, type WithoutSamples } from './judge-threshold.ts';
import type { Threshold } from './read-thresholds.ts';

/** Judges all thresholds of a test at any moment of it. */
export interface ThresholdJudge {
  /** All thresholds, on everything since the start. */
  judge(elapsedMs: number): readonly ThresholdResult[];
  /** Why the test must end now: the first threshold that says abortOnFail, has samples, is past its delay, and fails. */
  abortReason(elapsedMs: number): string | undefined;
}

interface Watched {
  readonly threshold: Threshold;
  readonly series: Series;
}

/** Makes the judge; called before the first sample, so that parts and exact counts of percentiles miss none. Throws on a metric nobody declared. */
export function thresholdJudge(
  thresholds: readonly Threshold[],
  registry: MetricRegistry,
  withoutSamples: WithoutSamples = 'fails',
): ThresholdJudge {
  const watched = thresholds.map((threshold) => watch(threshold, registry));
  return {
    judge: (elapsedMs) => watched.map(({ threshold, series }) => judgeThreshold(threshold, series, elapsedMs, withoutSamples)),
    abortReason: (elapsedMs) => {
      const due = watched.filter(({ threshold }) => threshold.abortOnFail && elapsedMs >= threshold.delayAbortEvalMs);
      const results = due.map(({ threshold, series }) => judgeThreshold(threshold, series, elapsedMs));
      const failed = results.find((result) => result.samples > 0 && !result.passed);
      return failed && `threshold ${failed.metric} ${failed.expression} was crossed: ${failed.observed} (n = ${failed.samples})`;
    },
  };
}

function watch(threshold: Threshold, registry: MetricRegistry): Watched {
  const series = registry.seriesOf(threshold.metric, threshold.key);
  if (series === undefined) throw new Error(`there is no metric ${threshold.metric}`);
  const { aggregation, limit } = threshold.expression;
  if (series.type === 'trend' && aggregation.kind === 'percentile') series.watchLimit(limit);
  return { threshold, series };
}
