import { rateAt } from './executors/rate-at.ts';
import type { ScenarioCount } from './executors/scenario-counts.ts';
import type { ScenarioProgress } from './load-result.ts';
import { maximumVus, type Scenario, scenarioDurationMs } from './options/scenario.ts';

/** Looks at one scenario at a moment of its test, in milliseconds since the scenarios started; all of it comes from what was planned and what was counted. */
export function scenarioProgress(scenario: Scenario, count: Readonly<ScenarioCount>, testElapsedMs: number): ScenarioProgress {
  const durationMs = scenarioDurationMs(scenario);
  const elapsedMs = Math.min(durationMs, Math.max(0, testElapsedMs - scenario.startTimeMs));
  const { iterations, dropped, active } = count;
  const planned = plannedIterations(scenario);
  return {
    name: scenario.name,
    executor: scenario.executor,
    state: stateOf(scenario, count, testElapsedMs),
    fraction: planned === undefined ? part(elapsedMs, durationMs) : part(iterations + dropped, planned),
    elapsedMs,
    durationMs,
    activeVus: active,
    maxVus: maximumVus(scenario),
    iterations,
    plannedIterations: planned,
    startsPerSecond: 'timeUnitMs' in scenario ? rateAt(scenario, elapsedMs) : undefined,
    dropped,
  };
}

const part = (done: number, whole: number): number => (whole <= 0 ? 1 : Math.min(1, done / whole));

function stateOf({ startTimeMs }: Scenario, { ended, active }: Readonly<ScenarioCount>, testElapsedMs: number): ScenarioProgress['state'] {
  if (ended > 0 && active === 0) return 'done';
  return testElapsedMs < startTimeMs ? 'waiting' : 'running';
}

/** How many iterations end a scenario; undefined where its time does. */
function plannedIterations(scenario: Scenario): number | undefined {
  switch (scenario.executor) {
    case 'shared-iterations':
      return scenario.iterations;
    case 'per-vu-iterations':
      return scenario.iterations * scenario.vus;
    case 'constant-vus':
    case 'ramping-vus':
    case 'constant-arrival-rate':
    case 'ramping-arrival-rate':
      return undefined;
  }
}
