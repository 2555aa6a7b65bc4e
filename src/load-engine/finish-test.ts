import type { GeneratorFigures } from './generator/generator-figures.ts';
import { runLifeCycleStage } from './life-cycle-stage.ts';
import type { LoadResult } from './load-result.ts';
import type { LoadTest } from './load-test.ts';
import { runMask } from './mask-secrets.ts';
import { messageOf } from './message-of.ts';
import { finishOutputs } from './outputs/run-outputs.ts';
import { recordOfTest } from './record/record-of-test.ts';
import { standardResult } from './standard-result.ts';
import { summaryData } from './summary/summary-data.ts';
import { summaryMetrics } from './summary/summary-metrics.ts';
import { readSummaryOutputs, type SummaryOutputs, writeSummaryFile } from './summary/summary-outputs.ts';

/** What is known of a test that has run, besides what it measured. */
export interface TestEnd {
  readonly setupData: string | undefined;
  readonly durationMs: number;
  /** How each thread that sent did. */
  readonly figures: readonly GeneratorFigures[];
}

/** Judges a test that has run, lets the script write its summary, and answers the result. */
export async function finishTest(test: LoadTest, { setupData, durationMs, figures }: TestEnd): Promise<LoadResult> {
  const { registry, tally, lag, ending, judge, options, request, timeline, exemplars } = test;
  if (registry.lost > 0) request.log('warn', `${registry.lost} samples were not finite, or of no declared metric, and are not counted`);
  const thresholds = judge.judge(durationMs);
  const text = await writeSummary(test, { setupData, durationMs, thresholds });
  const standard = standardResult({
    outcome: ending.outcome(),
    abortReason: ending.reason(),
    endedBy: ending.endedBy(),
    durationMs,
    thresholds,
    registry,
    tally,
    lag,
    timeline: timeline.snapshot(),
    exemplars: exemplars.snapshot(),
    options,
    figures,
    memoryLimitBytes: request.memoryLimitBytes,
  });
  const result = runMask(request)<LoadResult>(text === undefined ? standard : { ...standard, summaryText: text, summaryBy: 'script' });
  return tellOutputs(test, result, setupData);
}

/** Lets the outputs write; what they lost is told by the log and in the result. */
async function tellOutputs(test: LoadTest, result: LoadResult, setupData: string | undefined): Promise<LoadResult> {
  const { registry, options } = test;
  const { outputs = [], clock, log } = test.request;
  if (outputs.length === 0) return result;
  const { summaryTrendStats: trendStats, summaryTimeUnit: timeUnit } = options;
  const end = {
    checks: registry.checks(),
    setupData: runMask(test.request)(setupData),
    trendStats,
    timeUnit,
    record: recordOfTest(test, result),
  };
  const outputProblems = await finishOutputs(outputs, { result, end, clock });
  for (const problem of outputProblems) log('error', problem);
  return outputProblems.length === 0 ? result : { ...result, outputProblems };
}

interface Judged {
  readonly setupData: string | undefined;
  readonly durationMs: number;
  readonly thresholds: LoadResult['thresholds'];
}

/** Lets handleSummary write; answers its stdout, empty where it wants none, or undefined where the standard summary is to be shown: there is no function, or it failed. */
async function writeSummary(test: LoadTest, { setupData, durationMs, thresholds }: Judged): Promise<string | undefined> {
  const { script, options, request, registry, createStageVu } = test;
  if (!script.exportedFunctions.includes('handleSummary')) return undefined;
  const trendStats = options.summaryTrendStats;
  const metrics = summaryMetrics({ registry, thresholds, trendStats, durationMs });
  const data = summaryData({ options, metrics, checks: registry.checks(), durationMs, setupData });
  const outcome = await runLifeCycleStage({
    stage: 'handleSummary',
    argumentJson: JSON.stringify(data),
    timeoutMs: options.handleSummaryTimeoutMs,
    interrupt: undefined,
    clock: request.clock,
    createVu: createStageVu,
  });
  if (outcome.kind === 'done') return writeOutputs(test, runMask(request)(readSummaryOutputs(outcome.returned)));
  request.log('error', outcome.kind === 'failed' ? outcome.problem : 'handleSummary() can not abort a test that has ended');
  return undefined;
}

async function writeOutputs({ request }: LoadTest, outputs: SummaryOutputs): Promise<string | undefined> {
  for (const problem of outputs.problems) request.log('error', problem);
  if (outputs.stderr !== undefined) request.log('info', outputs.stderr);
  for (const { path, content } of outputs.files) {
    try {
      await writeSummaryFile(request.workingFolder, path, content);
    } catch (error) {
      request.log('error', messageOf(error));
    }
  }
  return outputs.stdout ?? '';
}
