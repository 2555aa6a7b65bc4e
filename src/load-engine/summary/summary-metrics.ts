import type { SummaryMetric, ThresholdResult } from '../load-result.ts';
import type { Metric, MetricRegistry } from '../metrics/metric-registry.ts';
import type { Series } from '../metrics/series.ts';
import { summaryValues } from './summary-values.ts';

/** What the metrics of a summary are made from. */
export interface SummaryMetricsInput {
  readonly registry: MetricRegistry;
  readonly thresholds: readonly ThresholdResult[];
  readonly trendStats: readonly string[];
  readonly durationMs: number;
}

/** The metrics and parts of metrics of a finished test by name: those that have samples, and those that a threshold is about. */
export function summaryMetrics({
  registry,
  thresholds,
  trendStats,
  durationMs,
}: SummaryMetricsInput): Readonly<Record<string, SummaryMetric>> {
  const summarise = (name: string, { declaration }: Metric, series: Series): readonly [string, SummaryMetric][] => {
    const judged = thresholds.filter((threshold) => threshold.metric === name);
    if (series.samples === 0 && judged.length === 0) return [];
    const values = summaryValues(series, trendStats, durationMs);
    const about = { type: declaration.type, contains: declaration.contains, values };
    return [[name, judged.length === 0 ? about : { ...about, thresholds: verdicts(judged) }]];
  };
  const entries = registry.metrics().flatMap((metric) => {
    const parts = metric.parts.flatMap((part) => summarise(part.key, metric, part.series));
    return [...summarise(metric.declaration.name, metric, metric.series), ...parts];
  });
  return Object.fromEntries(entries);
}

const verdicts = (judged: readonly ThresholdResult[]): Readonly<Record<string, { readonly ok: boolean }>> =>
  Object.fromEntries(judged.map(({ expression, passed }) => [expression, { ok: passed }]));
