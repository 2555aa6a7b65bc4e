import type { LoadOptions } from '../options/consolidate-options.ts';
import { maximumVus, type Scenario, scenarioDurationMs } from '../options/scenario.ts';

/** What a script would run. */
export interface Inspection {
  /** The consolidated options by the names that scripts use, defaults filled in, as JSON. */
  readonly options: Readonly<Record<string, unknown>>;
  /** From the first start to the end of the last graceful stop, in milliseconds. */
  readonly totalDurationMs: number;
  /** The most users that may exist at once; where scenarios don't overlap they share theirs. */
  readonly maxVus: number;
  readonly warnings: readonly string[];
}

/** Tells what consolidated options come to. */
export function inspectOptions({ effective, scenarios, warnings }: LoadOptions): Inspection {
  return { options: effective, totalDurationMs: Math.max(0, ...scenarios.map(endOf)), maxVus: mostVus(scenarios), warnings };
}

const endOf = (scenario: Scenario): number => scenario.startTimeMs + scenarioDurationMs(scenario) + scenario.gracefulStopMs;

/** The sum of what overlaps is greatest where some scenario starts. */
function mostVus(scenarios: readonly Scenario[]): number {
  const counts = scenarios.map(({ startTimeMs: at }) =>
    scenarios
      .filter((scenario) => scenario.startTimeMs <= at && at <= endOf(scenario))
      .reduce((sum, scenario) => sum + maximumVus(scenario), 0),
  );
  return Math.max(0, ...counts);
}
