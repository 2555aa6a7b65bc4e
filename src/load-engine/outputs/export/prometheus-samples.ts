import type { TrendSeries } from '../../metrics/series.ts';
import { percentOf } from '../../thresholds/threshold-expression.ts';
import type { Tags } from '../../virtual-user.ts';
import type { ExportedExemplar, ExportedSeries } from './sample-series.ts';

/** One number for a system that speaks Prometheus: `labels` has its `__name__`. */
export interface PrometheusSample {
  readonly labels: Tags;
  readonly value: number;
  readonly exemplar: ExportedExemplar | undefined;
}

/** What of a trend is told where nobody says otherwise: enough to see it, and to compute means over parts. */
export const DEFAULT_TREND_STATS: readonly string[] = ['p(95)', 'p(99)', 'min', 'max', 'count', 'sum'];

/**
 * The numbers of a series, named as k6's Prometheus output names them: https://grafana.com/docs/k6/latest/results-output/real-time/prometheus-remote-write/.
 *
 * `k6_http_reqs_total` of counters, `k6_checks_rate` of rates, `k6_vus` of gauges, `k6_http_req_duration_p95` of trends; times are in seconds,
 * as Prometheus has them. Labels must be names that Prometheus takes.
 */
export function prometheusSamples(
  { metric, labels, series, exemplar }: ExportedSeries,
  trendStats: readonly string[],
): readonly PrometheusSample[] {
  const sample = (suffix: string, value: number): PrometheusSample => ({
    labels: { __name__: `k6_${metric.name}${suffix}`, ...labels },
    value,
    exemplar: undefined,
  });
  switch (series.type) {
    case 'counter':
      return [{ ...sample('_total', series.count), exemplar }];
    case 'gauge':
      return [sample('', series.value)];
    case 'rate':
      return [sample('_rate', series.rate)];
    case 'trend': {
      const scale = metric.contains === 'time' ? 1 / 1000 : 1;
      const traced = exemplar === undefined ? undefined : { ...exemplar, value: exemplar.value * scale };
      const scaled = (stat: string): number => trendValue(series, stat) * (stat === 'count' ? 1 : scale);
      return trendStats.map((stat, index) => ({
        ...sample(`_${suffixOf(stat)}`, scaled(stat)),
        exemplar: index === 0 ? traced : undefined,
      }));
    }
  }
}

/** `p(99.9)` is `p99_9`. */
const suffixOf = (stat: string): string => {
  const percent = percentOf(stat);
  return percent === undefined ? stat : `p${String(percent).replace('.', '_')}`;
};

function trendValue({ sketch, samples }: TrendSeries, stat: string): number {
  switch (stat) {
    case 'count':
      return samples;
    case 'sum':
      return sketch.mean * samples;
    case 'avg':
      return sketch.mean;
    case 'min':
      return sketch.min;
    case 'max':
      return sketch.max;
    case 'med':
      return sketch.quantile(0.5);
    default:
      return sketch.quantile((percentOf(stat) ?? 0) / 100);
  }
}

/** Whether a statistic of a trend is one that can be told. */
export const isTrendStat = (stat: string): boolean =>
  ['count', 'sum', 'avg', 'min', 'max', 'med'].includes(stat) || percentOf(stat) !== undefined;
