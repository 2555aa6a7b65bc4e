import type { SummaryMetric } from '../load-result.ts';
import { BUILTIN_METRICS } from '../metrics/builtin-metrics.ts';
import { formatShare, formatValue, type TimeUnit } from './format-value.ts';
import { summaryRow } from './summary-row.ts';

/** What the lines of metrics are made from. */
export interface MetricLinesInput {
  readonly metrics: Readonly<Record<string, SummaryMetric>>;
  readonly trendStats: readonly string[];
  readonly timeUnit: TimeUnit;
}

/** Metrics that belong together, in the order in which users of k6 know them. */
export interface MetricSection {
  readonly title: string;
  readonly lines: readonly string[];
}

const BUILTIN = new Set(BUILTIN_METRICS.map(({ name }) => name));

const SECTIONS: readonly (readonly [title: string, holds: (name: string) => boolean])[] = [
  ['CUSTOM', (name) => !BUILTIN.has(name)],
  ['HTTP', (name) => name.startsWith('http_')],
  ['WEBSOCKET', (name) => name.startsWith('ws_')],
  ['GRPC', (name) => name.startsWith('grpc_')],
  ['EXECUTION', (name) => /^(checks|iteration|dropped_iterations|vus|group_duration)/.test(name)],
  ['NETWORK', (name) => name.startsWith('data_')],
];

/** The metrics of a test by what they are about, with their parts under them. The metric of all checks is left out, for the checks themselves are told. */
export function metricSections(input: MetricLinesInput): readonly MetricSection[] {
  const widths = statWidths(input);
  const entries = Object.entries(input.metrics).filter(([name]) => name !== 'checks');
  return SECTIONS.map(([title, holds]) => {
    const mine = entries.filter(([name]) => holds(name.split('{')[0] ?? name));
    return { title, lines: mine.map(([name, metric]) => metricLine(name, metric, input, widths)) };
  });
}

function metricLine(name: string, metric: SummaryMetric, input: MetricLinesInput, widths: readonly number[]): string {
  const part = name.indexOf('{');
  const label = part < 0 ? name : `  ${name.slice(part)}`;
  return summaryRow(label, metric.type === 'trend' ? aligned(trendCells(metric, input), widths) : figures(metric, input));
}

function trendCells({ contains, values }: SummaryMetric, { trendStats, timeUnit }: MetricLinesInput): readonly string[] {
  return trendStats.map((stat) => `${stat}=${stat === 'count' ? values[stat] : formatValue(values[stat] ?? 0, contains, timeUnit)}`);
}

/** How wide each statistic is where it is widest, so that they stand below one another. */
function statWidths(input: MetricLinesInput): readonly number[] {
  const rows = Object.values(input.metrics).flatMap((metric) => (metric.type === 'trend' ? [trendCells(metric, input)] : []));
  return input.trendStats.map((_, index) => Math.max(0, ...rows.map((cells) => cells[index]?.length ?? 0)));
}

const aligned = (cells: readonly string[], widths: readonly number[]): string =>
  cells
    .map((cell, index) => cell.padEnd(widths[index] ?? 0))
    .join(' ')
    .trimEnd();

function figures({ type, contains, values }: SummaryMetric, { timeUnit }: MetricLinesInput): string {
  const text = (value: number | undefined): string => formatValue(value ?? 0, contains, timeUnit);
  const { passes = 0, fails = 0 } = values;
  switch (type) {
    case 'counter':
      return `${text(values['count'])} ${text(values['rate'])}/s`;
    case 'gauge':
      return `${text(values['value'])} min=${text(values['min'])} max=${text(values['max'])}`;
    case 'rate':
      return `${formatShare(values['rate'] ?? 0)} ${passes} out of ${passes + fails}`;
    case 'trend':
      return '';
  }
}
