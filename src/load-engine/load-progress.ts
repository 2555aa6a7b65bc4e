import type { IterationTally } from './executors/iteration-tally.ts';
import type { LoadProgress } from './load-result.ts';
import type { MetricRegistry } from './metrics/metric-registry.ts';
import type { Series } from './metrics/series.ts';
import { type Scenario, scenarioDurationMs } from './options/scenario.ts';
import { scenarioProgress } from './scenario-progress.ts';

/** What a look at a run under way is made from. */
export interface LoadProgressInput {
  readonly elapsedMs: number;
  readonly scenarios: readonly Scenario[];
  readonly tally: IterationTally;
  readonly registry: MetricRegistry;
}

/** Looks at a run under way. The fraction is of time, so it is undefined where the count of iterations ends a scenario. */
export function loadProgress({ elapsedMs, scenarios, tally, registry }: LoadProgressInput): LoadProgress {
  const failed = registry.metric('http_req_failed')?.series;
  const durations = registry.metric('http_req_duration')?.series;
  return {
    elapsedMs,
    fraction: fractionOf(elapsedMs, scenarios),
    iterations: tally.completed + tally.threw,
    dropped: tally.dropped,
    activeVus: tally.active,
    requests: requestsOf(registry),
    failedRequests: failed?.type === 'rate' ? failed.trues : 0,
    p50: quantile(durations, 0.5),
    p95: quantile(durations, 0.95),
    interrupted: tally.interrupted,
    scenarios: scenarios.map((scenario) => scenarioProgress(scenario, tally.scenarios.of(scenario.name), elapsedMs)),
  };
}

/** How many requests were made so far. */
export function requestsOf(registry: MetricRegistry): number {
  const series = registry.metric('http_reqs')?.series;
  return series?.type === 'counter' ? series.count : 0;
}

function fractionOf(elapsedMs: number, scenarios: readonly Scenario[]): number | undefined {
  if (scenarios.some(({ executor }) => executor === 'shared-iterations' || executor === 'per-vu-iterations')) return undefined;
  const end = Math.max(...scenarios.map((scenario) => scenario.startTimeMs + scenarioDurationMs(scenario)));
  return Math.min(1, elapsedMs / end);
}

const quantile = (series: Series | undefined, fraction: number): number | undefined =>
  series?.type === 'trend' && series.samples > 0 ? series.sketch.quantile(fraction) : undefined;
