import type { CanaryPolicy } from './canary-policy.ts';
import { type ProcessName, processDesigns } from './canary-processes.ts';
import type { BlockCause, ObjectiveState } from './canary-state.ts';
import { logSumExp } from './log-sum-exp.ts';
import { logEvidence } from './mixture-process.ts';

/**
 * How an objective's part of alpha is spread over the three ways to be bad; they add up to 1.
 *
 * The watch without a baseline has its own part from the start, because what it tests needs none: at 100 % it alone still moves, and the whole
 * stays below alpha without ever being adjusted. A tenth costs the other two about 2 % of their requests.
 */
const causeShares: Readonly<Record<BlockCause, number>> = { relative: 0.45, objective: 0.45, alone: 0.1 };

/** What an objective has gathered so far, as natural logarithms of evidence. */
export interface ObjectiveEvidence {
  /** That the candidate is bad: the weighted average of the three causes. */
  readonly bad: number;
  /** Each cause's part in `bad`, weighted. */
  readonly causes: Readonly<Record<BlockCause, number>>;
  readonly certifiedRelative: number;
  readonly certifiedAbsolute: number;
  /** That the baseline breaks the objective. */
  readonly environment: number;
}

/** The evidence of one objective. */
export function objectiveEvidence(policy: CanaryPolicy, { objective, processes }: ObjectiveState): ObjectiveEvidence {
  const designs = processDesigns(policy, objective);
  const log = (name: ProcessName) => logEvidence(designs[name], processes[name]);
  const causes = {
    relative: Math.log(causeShares.relative) + log('relative'),
    // The lesser of two is valid when either null holds: a candidate that is broken, but no worse than the baseline, isn't to blame.
    objective: Math.log(causeShares.objective) + Math.min(log('broken'), log('worse')),
    alone: Math.log(causeShares.alone) + log('alone'),
  };
  return {
    bad: logSumExp([causes.relative, causes.objective, causes.alone]),
    causes,
    certifiedRelative: log('certifiedRelative'),
    certifiedAbsolute: log('certifiedAbsolute'),
    environment: log('environment'),
  };
}

/** The log evidence of all objectives together that the candidate is bad: the average by their shares, valid whatever they have in common. */
export function totalEvidence(policy: CanaryPolicy, objectives: readonly ObjectiveState[]): number {
  return logSumExp(objectives.map((state) => Math.log(state.share) + objectiveEvidence(policy, state).bad));
}
