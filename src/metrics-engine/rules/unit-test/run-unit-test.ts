import type { MetricsSource } from '../../metrics-source.ts';
import { formatDuration } from '../../promql/duration.ts';
import { readLabels } from '../../promqltest/series-notation.ts';
import type { GroupRunner } from '../evaluate/group-runner.ts';
import { ruleVector } from '../evaluate/rule-vector.ts';
import { durationText } from '../template/go-time.ts';
import { alertDifference, type ToldAlert } from './compare-alerts.ts';
import { sampleDifference, type ToldSample } from './compare-samples.ts';
import { openTestBench, type TestBench, type TestBenchOptions } from './test-bench.ts';
import type { UnitTest } from './unit-test-schema.ts';

export interface UnitTestOptions extends TestBenchOptions {
  readonly isFuzzy: boolean;
  readonly signal: AbortSignal;
}

const NANOSECONDS_A_MS = 1_000_000n;

/**
 * Runs a unit test on an engine of its own, whose time is the test's. Answers what failed, in the words of promtool; nothing when it passes.
 *
 * Groups are evaluated at each multiple of the evaluation interval, whatever their own interval is, as promtool does. Rejects with the signal's reason.
 */
export async function runUnitTest(options: UnitTestOptions): Promise<readonly string[]> {
  const { test, evaluationMs, signal } = options;
  const unnamed = test.alert_rule_test.find(({ alertname }) => alertname === '');
  if (unnamed !== undefined)
    return [`an item under alert_rule_test misses required attribute alertname at eval_time ${formatDuration(unnamed.eval_time)}`];
  const bench = openTestBench(options);
  if ('problem' in bench) return [bench.problem];
  const problems: string[] = [];
  const endMs =
    test.start_timestamp + Math.max(0, ...[...test.alert_rule_test, ...test.promql_expr_test].map(({ eval_time }) => eval_time));
  for (let atMs = test.start_timestamp; atMs <= endMs; atMs += evaluationMs) {
    signal.throwIfAborted();
    const broken = await evaluateAll(bench, atMs, options);
    if (broken.length > 0) return [...problems, ...broken];
    problems.push(...checkAlerts(bench.runners, atMs, options));
  }
  for (const check of test.promql_expr_test) problems.push(...(await checkExpression(bench.source, check, options)));
  return problems;
}

async function evaluateAll({ runners, series }: TestBench, atMs: number, { test, signal }: UnitTestOptions): Promise<readonly string[]> {
  series.loadThrough(atMs);
  for (const runner of runners) await runner.evaluate(atMs, signal);
  const time = durationText({ kind: 'duration', nanoseconds: BigInt(Math.round(atMs - test.start_timestamp)) * NANOSECONDS_A_MS });
  return runners.flatMap((runner) =>
    runner
      .rules()
      .flatMap(({ rule, health }) =>
        health.lastError === undefined ? [] : [`    rule: ${rule.name}, time: ${time}, err: ${health.lastError}`],
      ),
  );
}

/** An alert is looked at as the evaluation at or before its time left it. */
function checkAlerts(runners: readonly GroupRunner[], atMs: number, { test, evaluationMs }: UnitTestOptions): readonly string[] {
  const due = test.alert_rule_test.filter(({ eval_time }) => {
    const dueMs = test.start_timestamp + eval_time;
    return atMs <= dueMs && dueMs < atMs + evaluationMs;
  });
  return due.flatMap(({ alertname, eval_time, exp_alerts }) => {
    const expected = exp_alerts.map(({ exp_labels, exp_annotations }) => ({
      labels: { ...exp_labels, alertname },
      annotations: exp_annotations,
    }));
    const difference = alertDifference(expected, firing(runners, alertname));
    if (difference === undefined) return [];
    const name = test.name === '' ? '' : `    name: ${test.name},\n`;
    return [`${name}    alertname: ${alertname}, time: ${formatDuration(eval_time)}, \n        ${difference}`];
  });
}

function firing(runners: readonly GroupRunner[], alertName: string): readonly ToldAlert[] {
  const rules = runners.flatMap((runner) => runner.rules()).filter(({ rule }) => rule.name === alertName);
  return rules.flatMap(({ alerting }) => [...(alerting?.alerts().values() ?? [])]).filter(({ state }) => state === 'firing');
}

type ExpressionCheck = UnitTest['promql_expr_test'][number];

async function checkExpression(
  source: MetricsSource,
  check: ExpressionCheck,
  { test, isFuzzy, signal }: UnitTestOptions,
): Promise<readonly string[]> {
  const { expr, eval_time, exp_samples } = check;
  const intro = `    expr: ${JSON.stringify(expr)}, time: ${formatDuration(eval_time)},`;
  try {
    const answer = ruleVector(await source.query(expr, test.start_timestamp + eval_time, signal));
    const got = answer.map(({ labels, sample: [, value] }) => ({ labels, value }));
    const difference = sampleDifference(exp_samples.map(expectedSample), got, isFuzzy);
    return difference === undefined ? [] : [`${intro}${difference}`];
  } catch (error) {
    signal.throwIfAborted();
    return [`${intro} err: ${error instanceof Error ? error.message : String(error)}`];
  }
}

function expectedSample({ labels, value, histogram }: ExpressionCheck['exp_samples'][number]): ToldSample {
  if (histogram !== undefined) throw new Error('native histograms are not kept by the embedded metrics engine');
  if (labels.trim() === '') return { labels: {}, value };
  const read = readLabels(labels.trim());
  if (read.rest.trim() !== '')
    throw new Error(`labels ${JSON.stringify(labels)}: unexpected ${JSON.stringify(read.rest.trim())} behind them`);
  return { labels: read.labels, value };
}
