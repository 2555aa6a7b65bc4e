import type { Series, TrendSeries } from '../metrics/series.ts';
import { percentOf } from '../thresholds/threshold-expression.ts';

/** The numbers of one series under the names that a summary gives them; a trend has the `stats` that are asked for. */
export function summaryValues(series: Series, stats: readonly string[], durationMs: number): Readonly<Record<string, number>> {
  switch (series.type) {
    case 'counter':
      return { count: series.count, rate: (series.count * 1000) / Math.max(1, durationMs) };
    case 'gauge':
      return { value: series.value, min: series.min, max: series.max };
    case 'rate':
      return { rate: series.rate, passes: series.trues, fails: series.samples - series.trues };
    case 'trend':
      return Object.fromEntries(stats.map((stat) => [stat, trendStat(series, stat)]));
  }
}

function trendStat({ sketch }: TrendSeries, stat: string): number {
  switch (stat) {
    case 'avg':
      return sketch.mean;
    case 'min':
      return sketch.min;
    case 'max':
      return sketch.max;
    case 'med':
      return sketch.quantile(0.5);
    case 'count':
      return sketch.count;
    default:
      return sketch.quantile((percentOf(stat) ?? 0) / 100);
  }
}
