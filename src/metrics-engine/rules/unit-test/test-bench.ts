import { embeddedSource } from '../../embedded-source.ts';
import type { MetricsSource } from '../../metrics-source.ts';
import { PROMETHEUS_3 } from '../../promql/evaluate/evaluation.ts';
import { NotationError } from '../../promqltest/notation-error.ts';
import { MetricStore } from '../../store/metric-store.ts';
import { type GroupRunner, groupRunner } from '../evaluate/group-runner.ts';
import { metricRuleStore } from '../evaluate/rule-store.ts';
import type { RuleGroup } from '../file/rule-file.ts';
import { type TestSeries, testSeries } from './test-series.ts';
import type { UnitTest } from './unit-test-schema.ts';

export interface TestBenchOptions {
  readonly test: UnitTest;
  /** In the order in which they are evaluated. */
  readonly groups: readonly RuleGroup[];
  /** Between two evaluations, of all groups alike. */
  readonly evaluationMs: number;
  readonly letOthersRun: () => Promise<void>;
}

// A test's series are few; these are here so that a mistake in a file ends.
const LIMITS = { queryTimeoutMs: 120_000, maxSamples: 50_000_000 };
const MAX_SERIES = 1_000_000;
const FOREVER_MS = Number.MAX_SAFE_INTEGER;

/** An engine of a test's own, with its rules and its series. */
export interface TestBench {
  readonly source: MetricsSource;
  readonly runners: readonly GroupRunner[];
  readonly series: TestSeries;
}

/** Opens the engine of a test; `problem` tells of series that do not parse. Throws for a bug alone. */
export function openTestBench({ test, groups, evaluationMs, letOthersRun }: TestBenchOptions): TestBench | { readonly problem: string } {
  const store = new MetricStore({ folder: undefined, maxSeries: MAX_SERIES, retentionMs: FOREVER_MS, nowMs: test.start_timestamp });
  const clock = { monotonicMs: () => performance.now(), deadline: (ms: number) => AbortSignal.timeout(ms) };
  const source = embeddedSource({
    ...LIMITS,
    reader: store,
    clock,
    letOthersRun,
    options: { ...PROMETHEUS_3, defaultStepMs: evaluationMs },
  });
  const intervalMs = test.interval ?? evaluationMs;
  const settings = {
    source,
    store: metricRuleStore(store),
    clock,
    externalLabels: test.external_labels,
    externalUrl: test.external_url,
    resendDelayMs: 0,
    gracePeriodMs: 0,
    outageToleranceMs: 0,
    queryTimeoutMs: LIMITS.queryTimeoutMs,
    queryOffsetMs: 0,
    notify: () => undefined,
  };
  try {
    const series = testSeries(test, intervalMs, store);
    const runners = groups.map((group) => groupRunner({ ...settings, group, intervalMs: group.intervalMs ?? intervalMs }));
    for (const { alerting } of runners.flatMap((runner) => runner.rules())) alerting?.markRestored();
    return { source, runners, series };
  } catch (error) {
    if (error instanceof Error && error.cause instanceof NotationError) return { problem: error.message };
    throw error;
  }
}
