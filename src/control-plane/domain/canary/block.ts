import type { CanaryPolicy } from './canary-policy.ts';
import type { Block, BlockCause, ObjectiveState } from './canary-state.ts';
import { objectiveEvidence, totalEvidence } from './objective-evidence.ts';

/** The block that this instant's evidence demands, or undefined while it is below 1/alpha. */
export function blockOf(policy: CanaryPolicy, objectives: readonly ObjectiveState[], atMs: number): Block | undefined {
  const logEvidence = totalEvidence(policy, objectives);
  if (logEvidence < Math.log(1 / policy.alpha)) return undefined;
  const worst = objectives
    .map((state) => ({ state, cause: strongestCause(policy, state) }))
    .reduce((so, next) => (next.cause.weighted > so.cause.weighted ? next : so));
  const { objective, candidate, baseline } = worst.state;
  return { atMs, logEvidence, objective: objective.name, cause: worst.cause.cause, candidate, baseline };
}

function strongestCause(policy: CanaryPolicy, state: ObjectiveState): { readonly cause: BlockCause; readonly weighted: number } {
  const { causes } = objectiveEvidence(policy, state);
  const all = (['objective', 'relative', 'alone'] as const).map((cause) => ({ cause, weighted: causes[cause] + Math.log(state.share) }));
  return all.reduce((so, next) => (next.weighted > so.weighted ? next : so));
}
