import type { CanaryPolicy } from './canary-policy.ts';
import type { ObjectiveState } from './canary-state.ts';
import { objectiveEvidence } from './objective-evidence.ts';

/** Whether a candidate is certified for an objective, and what stands in the way. */
export interface Certificate {
  readonly certified: boolean;
  /** The log evidence that counts: the lesser of both, or the absolute where there has never been a baseline. */
  readonly logEvidence: number;
  /** Log evidence that is needed: ln(1/beta). */
  readonly goal: number;
  /** Whether the comparison with a baseline is part of it. */
  readonly compared: boolean;
}

/**
 * The certificate of one objective: not unacceptable beside the baseline, and within the objective, each wrong with a chance of at most beta.
 *
 * It is what the evidence says at the newest scrape, so a candidate that turns bad loses it. Where no scrape ever had a baseline, as in the first
 * release of a service, only the objective itself can be certified; `compared` is false then.
 */
export function certificateOf(policy: CanaryPolicy, state: ObjectiveState): Certificate {
  const { certifiedRelative, certifiedAbsolute } = objectiveEvidence(policy, state);
  const compared = state.comparedScrapes > 0 || state.baseline.total > 0;
  const logEvidence = compared ? Math.min(certifiedRelative, certifiedAbsolute) : certifiedAbsolute;
  const goal = Math.log(1 / policy.beta);
  return { certified: logEvidence >= goal, logEvidence, goal, compared };
}
