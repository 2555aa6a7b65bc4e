import { type GateResult, gateResult } from '../gate/gate-result.ts';
import type { Reason } from '../gate/reason.ts';
import type { BudgetPolicy } from './budget-policy.ts';
import { budgetReason } from './budget-reason.ts';
import { errorBudget } from './error-budget.ts';
import { multiwindowBurn } from './multiwindow-burn.ts';
import type { Objective } from './objective.ts';
import type { WindowReading } from './window-reading.ts';

/** Says that a release repairs what spends the budget, so that a spent budget doesn't stop it. It bears a name, for the record. */
export interface FixMark {
  readonly actor: string;
  readonly reason: string;
}

/** What the budget gate goes by. */
export interface BudgetEvidence {
  readonly objectives: readonly { readonly objective: Objective; readonly readings: readonly WindowReading[] }[];
  readonly policy: BudgetPolicy;
  readonly fix?: FixMark | undefined;
}

/**
 * Whether the error budgets of a service allow a release.
 *
 * fail: an objective's budget is spent, so the service is frozen, unless the release is marked a fix. inconclusive: no objective, no data, too little
 * coverage, or a fire. pass: every objective has budget left.
 */
export function judgeBudget(evidence: BudgetEvidence): GateResult {
  const { objectives, policy, fix } = evidence;
  const judged = objectives.map(({ objective, readings }) => ({
    objective,
    budget: errorBudget(objective, readings, policy.minimumCoverage),
    tiers: multiwindowBurn(objective, readings, policy.minimumCoverage),
  }));
  const reasons = judged.length === 0 ? [noObjective] : judged.map((each) => withFix(budgetReason(each, policy), fix));
  return gateResult('budget', reasons, { budgets: judged.map(({ budget, tiers }) => ({ ...budget, tiers })), fix: fix ?? null });
}

const noObjective: Reason = {
  rule: 'no-objective',
  verdict: 'inconclusive',
  sentence: 'the service has no objective, so nobody can tell whether it may fail more',
  remedy: 'an OpenSLO file for the service in alerts/slos',
};

/** A fix may go where a spent or burning budget forbids others; where nothing is known, being a fix proves nothing. */
function withFix(reason: Reason, fix: FixMark | undefined): Reason {
  if (fix === undefined || (reason.rule !== 'budget-spent' && reason.rule !== 'budget-burning')) return reason;
  const { remedy: _, ...rest } = reason;
  return { ...rest, rule: 'fix', verdict: 'pass', sentence: `${reason.sentence}; released as a fix by ${fix.actor}: ${fix.reason}` };
}
