import { errorBudget, type WindowBurn } from '../domain/slo/error-budget.ts';
import type { Objective } from '../domain/slo/objective.ts';
import type { WindowReading } from '../domain/slo/window-reading.ts';
import type { SloStatus } from './control-plane.ts';
import { type BudgetMetrics, readWindows } from './read-windows.ts';
import type { ServiceDefinition } from './service-definition.ts';

/** Where the objectives of a service stand now; throws SourceError when the metrics are out of reach. */
export async function readSloStatus(ports: BudgetMetrics, service: ServiceDefinition): Promise<readonly SloStatus[]> {
  return Promise.all(
    service.objectives.map(async (objective) => statusOf(objective, await readWindows(ports, objective), service.budget.minimumCoverage)),
  );
}

function statusOf(objective: Objective, readings: readonly WindowReading[], minimumCoverage: number): SloStatus {
  const budget = errorBudget(objective, readings, minimumCoverage);
  return {
    service: objective.service,
    slo: objective.name,
    displayName: objective.displayName,
    target: objective.target,
    windowSeconds: objective.windowSeconds,
    budgetRemaining: budget.remaining,
    burnRates: readings.map((reading) => ({ ...reading, burnRate: burnRateOf(budget.windows, reading.windowSeconds) })),
    secondsToExhaustion: budget.secondsToExhaustion,
    note: budget.period.kind === 'insufficient' ? budget.period.why : undefined,
  };
}

function burnRateOf(windows: readonly WindowBurn[], windowSeconds: number): number | undefined {
  const window = windows.find((each) => each.windowSeconds === windowSeconds);
  return window?.kind === 'measured' ? window.burnRate : undefined;
}
