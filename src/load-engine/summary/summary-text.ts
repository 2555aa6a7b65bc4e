import type { LoadResult, SummaryMetric, ThresholdResult } from '../load-result.ts';
import type { CheckTally } from '../metrics/check-tallies.ts';
import { formatShare, formatTime, formatValue, type TimeUnit } from './format-value.ts';

/** What the text is made from. */
export interface SummaryTextInput extends Omit<LoadResult, 'summaryText' | 'metrics' | 'checks' | 'runner' | 'timeline' | 'exemplars'> {
  readonly metrics: Readonly<Record<string, SummaryMetric>>;
  readonly checks: readonly CheckTally[];
  readonly trendStats: readonly string[];
  readonly timeUnit: TimeUnit;
}

/** The end-of-test summary: thresholds, checks and metrics as users of k6 know them, then how the run itself went and what it threw. */
export function summaryText(input: SummaryTextInput): string {
  const sections = [thresholdLines(input), checkLines(input.checks), metricLines(input), runLines(input), exceptionLines(input)];
  const titles = ['THRESHOLDS', 'CHECKS', 'METRICS', 'RUN', 'EXCEPTIONS'];
  const texts = sections.map((lines, index) =>
    lines.length === 0 ? '' : `  █ ${titles[index]}\n\n${lines.map((line) => `    ${line}\n`).join('')}\n`,
  );
  return `\n${texts.join('')}`;
}

const mark = (passed: boolean): string => (passed ? '✓' : '✗');

function thresholdLines({ thresholds, metrics, timeUnit }: SummaryTextInput): readonly string[] {
  const names = [...new Set(thresholds.map(({ metric }) => metric))];
  return names.flatMap((name) => [
    name,
    ...thresholds.filter(({ metric }) => metric === name).map((threshold) => thresholdLine(threshold, metrics[name], timeUnit)),
  ]);
}

function thresholdLine(threshold: ThresholdResult, metric: SummaryMetric | undefined, timeUnit: TimeUnit): string {
  const said = `${mark(threshold.passed)} '${threshold.expression}'`;
  if (threshold.observed === undefined) return `${said} never had a sample, so it ${threshold.passed ? 'passes, as in k6' : 'fails'}`;
  const method = threshold.expression.split(/[<>=!]/)[0]?.trim() ?? '';
  const value =
    method === 'rate'
      ? thresholdRate(threshold.observed, metric)
      : formatValue(threshold.observed, metric?.contains ?? 'default', timeUnit);
  return `${said} ${method}=${value} (n = ${threshold.samples})`;
}

const thresholdRate = (observed: number, metric: SummaryMetric | undefined): string =>
  metric?.type === 'rate' ? formatShare(observed) : `${formatValue(observed, metric?.contains ?? 'default', undefined)}/s`;

function checkLines(checks: readonly CheckTally[]): readonly string[] {
  return checks.flatMap(({ name, group, passes, fails }) => {
    const label = group === '' ? name : `${group.slice(2).replaceAll('::', ' › ')} › ${name}`;
    if (fails === 0) return [`✓ ${label}`];
    return [`✗ ${label}`, `  ↳ ${formatShare(passes / (passes + fails))}: ✓ ${passes} / ✗ ${fails}`];
  });
}

const WIDTH = 34;

const row = (label: string, value: string): string => `${label.padEnd(WIDTH, '.')}: ${value}`;

function metricLines({ metrics, trendStats, timeUnit }: SummaryTextInput): readonly string[] {
  return Object.entries(metrics).map(([name, metric]) => {
    const part = name.indexOf('{');
    const label = part < 0 ? name : `  ${name.slice(part)}`;
    return row(label, metricValues(metric, trendStats, timeUnit));
  });
}

function metricValues({ type, contains, values }: SummaryMetric, trendStats: readonly string[], timeUnit: TimeUnit): string {
  const text = (value: number | undefined): string => formatValue(value ?? 0, contains, timeUnit);
  switch (type) {
    case 'counter':
      return `${text(values['count'])} ${text(values['rate'])}/s`;
    case 'gauge':
      return `${text(values['value'])} min=${text(values['min'])} max=${text(values['max'])}`;
    case 'rate':
      return `${formatShare(values['rate'] ?? 0)} ✓ ${values['passes']} ✗ ${values['fails']}`;
    case 'trend':
      return trendStats.map((stat) => `${stat}=${stat === 'count' ? values[stat] : text(values[stat])}`).join(' ');
  }
}

function runLines({ outcome, abortReason, durationMs, iterations, startLag, timeUnit }: SummaryTextInput): readonly string[] {
  const { completed, threw, interrupted, dropped } = iterations;
  const lag = (ms: number): string => formatTime(ms, timeUnit);
  return [
    row('outcome', abortReason === undefined ? outcome : `${outcome}: ${abortReason}`),
    row('duration', formatTime(durationMs, timeUnit)),
    row('iterations', `${completed} completed, ${threw} threw, ${interrupted} interrupted, ${dropped} dropped`),
    row('start lag', `p50=${lag(startLag.p50)} p99=${lag(startLag.p99)} max=${lag(startLag.max)}`),
  ];
}

const exceptionLines = ({ exceptions }: SummaryTextInput): readonly string[] =>
  exceptions.map(({ message, location, count }) => `${count} × ${message}${location === undefined ? '' : ` (${location})`}`);
