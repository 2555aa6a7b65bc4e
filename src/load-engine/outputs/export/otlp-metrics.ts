import { type HrTime, ValueType } from '@opentelemetry/api';
import { AggregationTemporality, type DataPoint, DataPointType, type Histogram, type MetricData } from '@opentelemetry/sdk-metrics';
import type { TrendSeries } from '../../metrics/series.ts';
import type { MetricDeclaration } from '../../virtual-user.ts';
import type { OtlpSpec } from '../output-spec.ts';
import type { ExportedSeries } from './sample-series.ts';

/** Upper bounds of the buckets of trends, which belong to their buckets: those that the specification gives to histograms without any, https://opentelemetry.io/docs/specs/otel/metrics/sdk/#explicit-bucket-histogram-aggregation. */
export const BUCKET_BOUNDS: readonly number[] = [0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10_000];

/** What metrics are told with. */
export interface OtlpMoment extends Pick<OtlpSpec, 'metricPrefix' | 'rates'> {
  readonly startMs: number;
  readonly atMs: number;
}

/**
 * The metrics of a run as OpenTelemetry has them: counters are sums since the start, gauges gauges, rates sums, trends histograms with exact
 * counts. Times stay in milliseconds, and say so.
 */
export function otlpMetrics(all: readonly ExportedSeries[], moment: OtlpMoment): readonly MetricData[] {
  const byMetric = Map.groupBy(all, ({ metric }) => metric.name);
  return [...byMetric.values()].flatMap((series) => oneMetric(series, moment));
}

function oneMetric(series: readonly ExportedSeries[], moment: OtlpMoment): readonly MetricData[] {
  const metric = series[0]?.metric;
  if (metric === undefined) return [];
  const points = <T>(value: (each: ExportedSeries) => T | undefined, more: Readonly<Record<string, string>> = {}): DataPoint<T>[] =>
    series.flatMap((each) => {
      const told = value(each);
      return told === undefined ? [] : [point(told, { ...each.labels, ...more }, moment)];
    });
  switch (metric.type) {
    case 'counter':
      return [sum(metric, moment, '', points(countOf))];
    case 'gauge':
      return [{ ...common(metric, moment, ''), dataPointType: DataPointType.GAUGE, dataPoints: points(gaugeOf) }];
    case 'trend':
      return [{ ...common(metric, moment, ''), dataPointType: DataPointType.HISTOGRAM, dataPoints: points(histogramOf) }];
    case 'rate':
      if (moment.rates === 'pair')
        return [sum(metric, moment, '.occurred', points(truesOf)), sum(metric, moment, '.total', points(samplesOf))];
      return [sum(metric, moment, '', [...points(truesOf, { condition: 'nonzero' }), ...points(falsesOf, { condition: 'zero' })])];
  }
}

const countOf = ({ series }: ExportedSeries): number | undefined => (series.type === 'counter' ? series.count : undefined);
const gaugeOf = ({ series }: ExportedSeries): number | undefined => (series.type === 'gauge' ? series.value : undefined);
const truesOf = ({ series }: ExportedSeries): number | undefined => (series.type === 'rate' ? series.trues : undefined);
const falsesOf = ({ series }: ExportedSeries): number | undefined => (series.type === 'rate' ? series.samples - series.trues : undefined);
const samplesOf = ({ series }: ExportedSeries): number => series.samples;
const histogramOf = ({ series }: ExportedSeries): Histogram | undefined => (series.type === 'trend' ? histogram(series) : undefined);

function histogram(series: TrendSeries): Histogram {
  const atMost = BUCKET_BOUNDS.map((bound) => series.watchLimit(bound).atMost());
  const counts = [...atMost, series.samples].map((count, index) => count - (atMost[index - 1] ?? 0));
  const { sketch, samples } = series;
  return {
    buckets: { boundaries: [...BUCKET_BOUNDS], counts },
    count: samples,
    sum: sketch.mean * samples,
    min: sketch.min,
    max: sketch.max,
  };
}

const UNITS: Readonly<Record<MetricDeclaration['contains'], string>> = { time: 'ms', data: 'By', default: '' };

const common = ({ name, contains }: MetricDeclaration, { metricPrefix }: OtlpMoment, suffix: string) => ({
  descriptor: { name: `${metricPrefix}${name}${suffix}`, description: '', unit: UNITS[contains], valueType: ValueType.DOUBLE },
  aggregationTemporality: AggregationTemporality.CUMULATIVE,
});

const sum = (metric: MetricDeclaration, moment: OtlpMoment, suffix: string, dataPoints: DataPoint<number>[]): MetricData => ({
  ...common(metric, moment, suffix),
  dataPointType: DataPointType.SUM,
  isMonotonic: true,
  dataPoints,
});

const point = <T>(value: T, attributes: Readonly<Record<string, string>>, { startMs, atMs }: OtlpMoment): DataPoint<T> => ({
  startTime: hrTime(startMs),
  endTime: hrTime(atMs),
  attributes,
  value,
});

const hrTime = (ms: number): HrTime => [Math.floor(ms / 1000), Math.round((ms % 1000) * 1e6)];
