import type { CanaryObjective } from './canary-objective.ts';
import type { CanaryPolicy } from './canary-policy.ts';
import type { ProcessDesign } from './mixture-process.ts';

/** The processes that watch one objective. */
export type ProcessName =
  /** The candidate is worse than the baseline by more than the tolerance. */
  | 'relative'
  /** The candidate breaks the objective. */
  | 'broken'
  /** The candidate is worse than the baseline at all; only together with `broken`, so that a shared incident isn't blamed on the candidate. */
  | 'worse'
  /** The candidate breaks the objective while there is no baseline to compare it with. */
  | 'alone'
  /** The baseline breaks the objective: the environment is ill. */
  | 'environment'
  /** The candidate is better than unacceptable, compared with the baseline. */
  | 'certifiedRelative'
  /** The candidate keeps the objective. */
  | 'certifiedAbsolute';

/** What each process of an objective tests. It follows from policy and objective alone, so it needn't be stored. */
export function processDesigns(
  policy: CanaryPolicy,
  { budget, blockSeconds }: CanaryObjective,
): Readonly<Record<ProcessName, ProcessDesign>> {
  const blocking = {
    direction: 'block',
    startMass: policy.startMass,
    restartScaleSeconds: policy.restartScaleSeconds,
    // Half of what blocks: a single block, as one misaligned scrape, can never decide.
    cap: Math.log(1 / policy.alpha) / 2,
    blockSeconds: Math.max(policy.blockSeconds, blockSeconds ?? 0),
  } as const;
  const promoting = { ...blocking, direction: 'promote', startMass: 1, cap: undefined } as const;
  const objective = { rho: 0, delta: budget };
  return {
    relative: { ...blocking, rho: policy.tolerance.ratio, delta: policy.tolerance.budgetShare * budget },
    broken: { ...blocking, ...objective },
    worse: { ...blocking, rho: 1, delta: 0 },
    alone: { ...blocking, ...objective },
    environment: { ...blocking, ...objective },
    certifiedRelative: { ...promoting, rho: policy.unacceptable.ratio, delta: policy.unacceptable.budgetShare * budget },
    certifiedAbsolute: { ...promoting, ...objective },
  };
}
