import type { LoadMeasurement, LoadThreshold } from '../../control/ports/load-runner.ts';
import { judgeThreshold } from '../../domain/load/judge-threshold.ts';
import { loadDecisions } from '../load-exit.ts';
import { clip } from '../render/clip.ts';
import { count, quantity, stretch } from '../render/figures.ts';
import { type LoadReport, loadSentence } from './load-report.ts';
import { escapeMarkdown, fittingLines, maximumSummaryBytes } from './markdown.ts';

const marks: Readonly<Record<string, string>> = { passed: '✅', blocked: '❌', inconclusive: '❔' };

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;

function table(titles: readonly string[], alignment: readonly string[], rows: readonly string[]): readonly string[] {
  return rows.length === 0 ? [] : ['\n', row(titles), row(alignment), ...rows];
}

function thresholdRow(threshold: LoadThreshold, metrics: LoadMeasurement['metrics']): string {
  const { metric, expression, passed, samples } = threshold;
  const { observed, limit, unit } = judgeThreshold(threshold, metrics);
  const state = passed ? '✅ holds' : `❌ ${samples === 0 ? 'no samples' : 'crossed'}`;
  return row([state, escapeMarkdown(metric), escapeMarkdown(expression), quantity(observed, unit), quantity(limit, unit), count(samples)]);
}

function keyRows({ requests, durationMs, iterations, metrics, startLag }: LoadMeasurement): readonly string[] {
  const duration = metrics['http_req_duration']?.values;
  const facts: readonly (readonly [string, string])[] = [
    ['Requests', count(requests)],
    ['Requests a second', durationMs > 0 ? quantity(Number(((requests * 1000) / durationMs).toFixed(1)), 'per second') : '–'],
    ['Failed requests', quantity(metrics['http_req_failed']?.values['rate'], 'ratio')],
    ['p50 · p95 · p99', ['med', 'p(95)', 'p(99)'].map((stat) => quantity(duration?.[stat], 'milliseconds')).join(' · ')],
    ['Iterations', `${count(iterations.completed)} completed, ${count(iterations.threw)} threw, ${count(iterations.dropped)} dropped`],
    ['Start lag p99', quantity(startLag.p99, 'milliseconds')],
    ['Duration', stretch(durationMs / 1000)],
  ];
  return facts.map(([name, value]) => row([name, value]));
}

function exceptionRows({ exceptions }: LoadMeasurement): readonly string[] {
  return exceptions.map(({ count: times, message, location }) =>
    row([count(times), escapeMarkdown(clip(message, 300)), escapeMarkdown(location ?? '–')]),
  );
}

function resultLines(result: LoadMeasurement): readonly string[] {
  const thresholds = result.thresholds.map((threshold) => thresholdRow(threshold, result.metrics));
  return [
    ...table(['State', 'Metric', 'Threshold', 'Observed', 'Limit', 'Samples'], ['---', '---', '---', '---:', '---:', '---:'], thresholds),
    ...table(['Figure', 'Value'], ['---', '---:'], keyRows(result)),
    ...table(['Count', 'Exception', 'Place'], ['---:', '---', '---'], exceptionRows(result)),
    ...(result.generator?.tooSlow ?? []).map((why) => `\n⚠️ ${escapeMarkdown(why)}\n`),
  ];
}

/** A load run as the job summary of GitHub Actions in Markdown: the verdict in one sentence first, then thresholds, key figures and exceptions. */
export function loadJobSummary(report: LoadReport): string {
  const decision = loadDecisions[report.end];
  const name = report.script.split('/').at(-1) ?? report.script;
  const head = `## ${marks[decision] ?? '⚠️'} Load test ${escapeMarkdown(name)}: ${decision}\n\n${escapeMarkdown(clip(loadSentence(report), 1000))}\n`;
  const lines = 'problem' in report.measured ? [] : resultLines(report.measured.result);
  return `${head}${fittingLines(lines, maximumSummaryBytes - Buffer.byteLength(head) - 64)}\n`;
}
