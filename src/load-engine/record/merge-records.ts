import { IterationTally } from '../executors/iteration-tally.ts';
import { StartLagRecorder } from '../executors/start-lag.ts';
import type { LoadResult } from '../load-result.ts';
import { ExemplarRecorder } from '../metrics/exemplar-recorder.ts';
import { MetricRegistry } from '../metrics/metric-registry.ts';
import { consolidateOptions, type LoadOptions } from '../options/consolidate-options.ts';
import { isMap } from '../options/field-kind.ts';
import { standardResult } from '../standard-result.ts';
import { thresholdJudge } from '../thresholds/threshold-judge.ts';
import { mergeTimelines } from '../timeline/timeline-snapshot.ts';
import { addUpUsers } from './add-up-users.ts';
import type { LoadRecord } from './load-record.ts';
import { mergeProblem, type NamedRecord } from './merge-problem.ts';

/** The result and the record of a whole test, and the options that its summary goes by. */
export interface MergedRun {
  readonly result: LoadResult;
  readonly record: LoadRecord;
  readonly options: LoadOptions;
}

/** A merged run, or why there is none. */
export type Merging = { readonly ok: true; readonly run: MergedRun } | { readonly ok: false; readonly problem: string };

/**
 * Merges the records of all parts of one test into the result that one process would have had: counts, extremes and sides of thresholds
 * exactly, quantiles as the sketch of all samples has them. No percentile is averaged.
 *
 * The run lasts from the first start to the last end. How many users there were is added up, so the most of them at once is an upper bound.
 */
export function mergeRecords(records: readonly NamedRecord[]): Merging {
  const problem = mergeProblem(records);
  const first = records[0]?.record;
  if (problem !== undefined || first === undefined) return { ok: false, problem: problem ?? 'there is no record' };
  return { ok: true, run: mergeSound(records, first) };
}

function mergeSound(records: readonly NamedRecord[], first: LoadRecord): MergedRun {
  const all = records.map(({ record }) => record);
  const options = optionsOf(first);
  const [registry, tally, lag] = [new MetricRegistry(), new IterationTally(), new StartLagRecorder()];
  for (const { declaration } of all.flatMap(({ snapshot }) => snapshot.metrics)) registry.declare(declaration);
  const exemplars = new ExemplarRecorder();
  const judge = thresholdJudge(options.thresholds, registry, first.withoutSamples);
  for (const snapshot of addUpUsers(all.map((record) => record.snapshot))) registry.absorb(snapshot);
  for (const record of all) {
    tally.absorb(record.tally);
    lag.absorb(record.lag);
    if (record.exemplars !== undefined) exemplars.absorb(record.exemplars);
  }
  const startedAtMs = Math.min(...all.map((record) => record.startedAtMs));
  const durationMs = Math.max(...all.map((record) => record.startedAtMs + record.durationMs)) - startedAtMs;
  const timeline = mergeTimelines(all.map((record) => record.timeline));
  const thresholds = judge.judge(durationMs);
  const ending = worstEnding(records);
  const figures = all.flatMap(({ generator }) => (generator === undefined ? [] : [{ ...generator, looks: Number.POSITIVE_INFINITY }]));
  const saidTooSlow = records.flatMap(({ name, record }) => (record.generator?.tooSlow ?? []).map((reason) => `${name}: ${reason}`));
  const traces = exemplars.snapshot();
  const measured = { durationMs, thresholds, registry, tally, lag, timeline, exemplars: traces };
  const result = standardResult({ ...ending, ...measured, options, figures, saidTooSlow });
  const traced = all.some((record) => record.exemplars !== undefined) ? { exemplars: traces } : {};
  const merged = { snapshot: registry.snapshot(), tally: tally.snapshot(), lag: lag.snapshot(), timeline, ...traced };
  const { generator } = result;
  const whole = { segment: { segment: '0:1', sequence: '0,1' }, labels: sharedLabels(all), startedAtMs, durationMs };
  return { result, options, record: { ...first, ...whole, ...merged, ...ending, thresholds, generator } };
}

/** The options were checked when the test ran; its functions are those that its scenarios name. */
function optionsOf({ options: shown, snapshot }: LoadRecord): LoadOptions {
  const { vus: _, duration: __, iterations: ___, stages: ____, ...options } = shown;
  const scenarios = isMap(options['scenarios']) ? Object.values(options['scenarios']) : [];
  const exec = scenarios.flatMap((scenario) => (isMap(scenario) && typeof scenario['exec'] === 'string' ? [scenario['exec']] : []));
  const declaredMetrics = snapshot.metrics.map(({ declaration }) => declaration);
  return consolidateOptions({ options, exportedFunctions: ['default', ...exec], declaredMetrics });
}

/** What ended a part early ended the whole early; a cause of its own is worse than a signal. */
function worstEnding(
  records: readonly NamedRecord[],
): Pick<LoadRecord, 'outcome' | 'endedBy'> & { readonly abortReason: string | undefined } {
  const find = (outcome: LoadRecord['outcome']): NamedRecord | undefined => records.find(({ record }) => record.outcome === outcome);
  const worst = find('aborted') ?? find('interrupted') ?? records.find(({ record }) => record.endedBy !== undefined) ?? records[0];
  if (worst === undefined) return { outcome: 'completed', abortReason: undefined };
  const { outcome, abortReason, endedBy } = worst.record;
  return { outcome, abortReason: abortReason === undefined ? undefined : `${worst.name}: ${abortReason}`, endedBy };
}

function sharedLabels(all: readonly LoadRecord[]): LoadRecord['labels'] {
  const [first, ...others] = all;
  const shared = Object.entries(first?.labels ?? {}).filter(([name, value]) => others.every(({ labels }) => labels[name] === value));
  return Object.fromEntries(shared);
}
