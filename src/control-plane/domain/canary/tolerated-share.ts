import type { CanaryObjective } from './canary-objective.ts';
import type { CanaryPolicy } from './canary-policy.ts';
import { badShare, type Tally } from './tally.ts';

/** The bad share that is harmless beside this baseline: tolerance.ratio times its own plus a part of the budget. Without baseline requests: the budget. */
export function toleratedShare({ tolerance }: CanaryPolicy, { budget }: CanaryObjective, baseline: Tally): number {
  const share = badShare(baseline);
  return share === undefined ? budget : Math.min(1, tolerance.ratio * share + tolerance.budgetShare * budget);
}
