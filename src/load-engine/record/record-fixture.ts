import { IterationTally } from '../executors/iteration-tally.ts';
import { StartLagRecorder } from '../executors/start-lag.ts';
import type { LoadResult } from '../load-result.ts';
import { BUILTIN_METRICS } from '../metrics/builtin-metrics.ts';
import { MetricRegistry } from '../metrics/metric-registry.ts';
import { type ExecutionSegment, WHOLE_TEST } from '../options/execution-segment.ts';
import { readThresholds } from '../thresholds/read-thresholds.ts';
import { thresholdJudge } from '../thresholds/threshold-judge.ts';
import { type LoadRecord, loadRecord } from './load-record.ts';

/** A run of `durations` milliseconds a request, for tests. */
export interface RecordSetting {
  readonly durations: readonly number[];
  readonly labels?: Readonly<Record<string, string>>;
  readonly segment?: ExecutionSegment;
  readonly thresholds?: Readonly<Record<string, readonly string[]>>;
  readonly startedAtMs?: number;
  /** How many users there were. */
  readonly vus?: number;
}

/** The result of a run that has measured nothing. */
export function aResult(): LoadResult {
  return {
    runner: 'embedded',
    outcome: 'completed',
    abortReason: undefined,
    durationMs: 10_000,
    requests: 0,
    iterations: { completed: 0, interrupted: 0, threw: 0, dropped: 0 },
    exceptions: [],
    checks: { passes: 0, fails: 0 },
    startLag: { p50: 0, p99: 0, max: 0 },
    thresholds: [],
    metrics: {},
    generator: undefined,
    timeline: [],
    exemplars: [],
    summaryText: '',
  };
}

/** The record of such a run. */
export function aRecord({
  durations,
  labels = {},
  segment = WHOLE_TEST,
  thresholds = {},
  startedAtMs = 1e12,
  vus = 1,
}: RecordSetting): LoadRecord {
  const [registry, tally, lag] = [new MetricRegistry(), new IterationTally(), new StartLagRecorder()];
  const judge = thresholdJudge(readThresholds(thresholds, BUILTIN_METRICS, ['default']), registry);
  registry.add('vus', vus, {}, startedAtMs);
  for (const ms of durations) {
    registry.add('http_reqs', 1, { scenario: 'default' }, startedAtMs);
    registry.add('http_req_duration', ms, { scenario: 'default' }, startedAtMs);
    tally.completed += 1;
    lag.add(0.5);
  }
  return loadRecord({
    script: { path: '/tests/orders.k6.ts', sources: [{ name: 'orders.k6.ts', text: 'export default () => {}' }] },
    options: { scenarios: { default: { executor: 'shared-iterations', iterations: 10 } }, thresholds },
    segment,
    labels,
    startedAtMs,
    withoutSamples: 'fails',
    snapshot: registry.snapshot(),
    tally: tally.snapshot(),
    lag: lag.snapshot(),
    timeline: { sliceMs: 1000, slices: [] },
    result: { ...pick(aResult()), thresholds: judge.judge(10_000) },
  });
}

const pick = ({ outcome, abortReason, durationMs, thresholds, generator }: LoadResult) => ({
  outcome,
  abortReason,
  durationMs,
  thresholds,
  generator,
});
