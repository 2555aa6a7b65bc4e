import type { IterationTally } from './executors/iteration-tally.ts';
import type { StartLagRecorder } from './executors/start-lag.ts';
import { type GeneratorFigures, worstFigures } from './generator/generator-figures.ts';
import { generatorHealth } from './generator/generator-health.ts';
import { requestsOf } from './load-progress.ts';
import type { GeneratorHealth, LoadResult } from './load-result.ts';
import { type ExemplarSnapshot, exemplarList } from './metrics/exemplar-recorder.ts';
import type { MetricRegistry } from './metrics/metric-registry.ts';
import type { LoadOptions } from './options/consolidate-options.ts';
import { summaryMetrics } from './summary/summary-metrics.ts';
import { summaryText } from './summary/summary-text.ts';
import { type TimelineSnapshot, timelineSlices } from './timeline/timeline-snapshot.ts';

/** What a result is computed from. */
export interface ResultInput extends Pick<LoadResult, 'outcome' | 'abortReason' | 'endedBy' | 'durationMs' | 'thresholds'> {
  readonly registry: MetricRegistry;
  readonly tally: IterationTally;
  readonly lag: StartLagRecorder;
  readonly timeline: TimelineSnapshot;
  /** None where nothing was traced. */
  readonly exemplars?: ExemplarSnapshot;
  readonly options: Pick<LoadOptions, 'summaryTrendStats' | 'summaryTimeUnit'>;
  /** How each thread that sent did; none where nobody watched. */
  readonly figures: readonly GeneratorFigures[];
  /** What the process may use, in bytes. */
  readonly memoryLimitBytes?: number | undefined;
  /** What the processes whose records are merged said of themselves. */
  readonly saidTooSlow?: readonly string[];
}

/** What a result always has of a trend, whatever the script asks its summary to show. */
const ALWAYS = ['avg', 'min', 'med', 'max', 'p(90)', 'p(95)', 'p(99)', 'count'];

/** The result of a test that has run, with the summary that people get where the script writes none. */
export function standardResult(input: ResultInput): LoadResult {
  const { registry, tally, lag, options, timeline, outcome, abortReason, endedBy, durationMs, thresholds } = input;
  const trendStats = [...new Set([...options.summaryTrendStats, ...ALWAYS])];
  const metrics = summaryMetrics({ registry, thresholds, trendStats, durationMs });
  const measured = {
    outcome,
    abortReason,
    endedBy,
    durationMs,
    requests: requestsOf(registry),
    iterations: tally.counts(),
    exceptions: tally.exceptions(),
    startLag: lag.read(),
    thresholds,
    metrics,
    generator: healthOf(input, metrics),
    timeline: timelineSlices(timeline),
    exemplars: input.exemplars === undefined ? [] : exemplarList(input.exemplars),
  };
  const { summaryTrendStats, summaryTimeUnit: timeUnit } = options;
  const text = summaryText({ ...measured, checks: registry.checks(), trendStats: summaryTrendStats, timeUnit });
  return { runner: 'embedded', ...measured, checks: checkCounts(registry), summaryText: text };
}

function healthOf(
  { figures, tally, lag, thresholds, saidTooSlow = [], memoryLimitBytes }: ResultInput,
  metrics: LoadResult['metrics'],
): GeneratorHealth | undefined {
  const worst = worstFigures(figures);
  if (worst === undefined) return undefined;
  const { late, localFailures } = tally;
  const evidence = {
    figures: worst,
    startLag: lag.read(),
    late,
    localFailures,
    memoryLimitBytes,
    iterations: tally.counts(),
    thresholds,
    metrics,
  };
  const health = generatorHealth(evidence);
  return { ...health, tooSlow: [...saidTooSlow, ...health.tooSlow] };
}

function checkCounts(registry: MetricRegistry): LoadResult['checks'] {
  const series = registry.metric('checks')?.series;
  return series?.type === 'rate' ? { passes: series.trues, fails: series.samples - series.trues } : { passes: 0, fails: 0 };
}
