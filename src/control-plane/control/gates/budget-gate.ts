import type { GateResult } from '../../domain/gate/gate-result.ts';
import { type FixMark, judgeBudget } from '../../domain/slo/budget-gate.ts';
import { type BudgetMetrics, readWindows } from '../read-windows.ts';
import type { ServiceDefinition } from '../service-definition.ts';

/** Whether the error budgets of a service leave room for a release. */
export async function runBudgetGate(
  ports: BudgetMetrics,
  service: Pick<ServiceDefinition, 'objectives' | 'budget'>,
  fix: FixMark | undefined,
  signal: AbortSignal,
): Promise<GateResult> {
  const objectives = await Promise.all(
    service.objectives.map(async (objective) => ({ objective, readings: await readWindows(ports, objective, signal) })),
  );
  return judgeBudget({ objectives, policy: service.budget, fix });
}
