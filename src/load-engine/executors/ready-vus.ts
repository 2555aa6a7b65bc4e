import { plannedVus, type Scenario, scenarioDurationMs } from '../options/scenario.ts';

/** How many users must stand ready before the clock starts: the most that the scenarios plan to have at the same time, graceful stops included. */
export function readyVus(scenarios: readonly Scenario[]): number {
  const counts = scenarios.map(({ startTimeMs }) =>
    scenarios.filter((scenario) => isOpenAt(scenario, startTimeMs)).reduce((sum, scenario) => sum + plannedVus(scenario), 0),
  );
  return Math.max(0, ...counts);
}

/** The sum is greatest where some scenario starts, so only those moments are looked at. */
function isOpenAt(scenario: Scenario, atMs: number): boolean {
  const end = scenario.startTimeMs + scenarioDurationMs(scenario) + scenario.gracefulStopMs;
  return scenario.startTimeMs <= atMs && atMs <= end;
}
