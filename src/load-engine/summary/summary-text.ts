import type { LoadResult, SummaryMetric, ThresholdResult } from '../load-result.ts';
import type { CheckTally } from '../metrics/check-tallies.ts';
import { checkLines } from './check-lines.ts';
import { formatBytes, formatShare, formatTime, formatValue, type TimeUnit } from './format-value.ts';
import { type MetricSection, metricSections } from './metric-lines.ts';
import { summaryRow } from './summary-row.ts';

/** What the text is made from. */
export interface SummaryTextInput extends Omit<LoadResult, 'summaryText' | 'metrics' | 'checks' | 'runner' | 'timeline' | 'exemplars'> {
  readonly metrics: Readonly<Record<string, SummaryMetric>>;
  readonly checks: readonly CheckTally[];
  readonly trendStats: readonly string[];
  readonly timeUnit: TimeUnit;
}

/** The end-of-test summary: thresholds, checks and metrics as users of k6 know them, then how the run and its generator did and what was thrown. */
export function summaryText(input: SummaryTextInput): string {
  const sections: readonly MetricSection[] = [
    { title: 'THRESHOLDS', lines: thresholdLines(input) },
    { title: 'CHECKS', lines: checkLines(input.checks) },
    ...metricSections(input),
    { title: 'RUN', lines: runLines(input) },
    { title: 'GENERATOR', lines: generatorLines(input) },
    { title: 'EXCEPTIONS', lines: exceptionLines(input) },
  ];
  const shown = sections.filter(({ lines }) => lines.length > 0);
  return `\n${shown.map(({ title, lines }) => `  █ ${title}\n\n${lines.map(indented).join('')}\n`).join('')}`;
}

const indented = (line: string): string => (line === '' ? '\n' : `    ${line}\n`);

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

function runLines({ outcome, abortReason, durationMs, iterations, startLag, timeUnit }: SummaryTextInput): readonly string[] {
  const { completed, threw, interrupted, dropped } = iterations;
  const lag = (ms: number): string => formatTime(ms, timeUnit);
  return [
    summaryRow('outcome', abortReason === undefined ? outcome : `${outcome}: ${abortReason}`),
    summaryRow('duration', formatTime(durationMs, timeUnit)),
    summaryRow('iterations', `${completed} completed, ${threw} threw, ${interrupted} interrupted, ${dropped} dropped`),
    summaryRow('start lag', `p50=${lag(startLag.p50)} p99=${lag(startLag.p99)} max=${lag(startLag.max)}`),
  ];
}

function generatorLines({ generator, timeUnit }: SummaryTextInput): readonly string[] {
  if (generator === undefined) return [];
  const { loopDelay, cpuShare, memoryBytes, tooSlow } = generator;
  const delay = (ms: number): string => formatTime(ms, timeUnit);
  return [
    summaryRow('event-loop delay', `p50=${delay(loopDelay.p50)} p99=${delay(loopDelay.p99)} max=${delay(loopDelay.max)}`),
    summaryRow('processor', `${formatShare(cpuShare)} of a core`),
    summaryRow('memory', formatBytes(memoryBytes)),
    ...tooSlow.map((why) => `✗ too slow: ${why}`),
  ];
}

const exceptionLines = ({ exceptions }: SummaryTextInput): readonly string[] =>
  exceptions.map(({ message, location, count }) => `${count} × ${message}${location === undefined ? '' : ` (${location})`}`);
