import type { Objective } from '../slo/objective.ts';
import type { CanaryObjective } from './canary-objective.ts';
import type { Dispersion } from './dispersion.ts';

/** A service's objective as a canary is judged by it, with the scatter of its failures that was measured on the baseline before. */
export function objectiveForCanary(objective: Objective, { phi, source, blockSeconds }: Dispersion): CanaryObjective {
  const { name, displayName, budget, indicator } = objective;
  const query = `${indicator.bad ?? indicator.good} / ${indicator.total}`;
  const base = { name, description: displayName, budget, phi, phiSource: source, blockSeconds, query };
  switch (objective.kind) {
    case 'errors':
      return { ...base, kind: 'errors' };
    case 'latency':
      return { ...base, kind: 'latency', thresholdMs: objective.thresholdMs };
  }
}
