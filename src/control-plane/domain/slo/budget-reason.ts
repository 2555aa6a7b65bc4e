import { countFigure, durationFigure, numberFigure, percentFigure } from '../gate/figures.ts';
import type { Reason } from '../gate/reason.ts';
import type { BudgetPolicy } from './budget-policy.ts';
import type { ErrorBudget, WindowBurn } from './error-budget.ts';
import type { TierState } from './multiwindow-burn.ts';
import type { Objective } from './objective.ts';

/** An objective with what is known of its budget. */
export interface JudgedBudget {
  readonly objective: Objective;
  readonly budget: ErrorBudget;
  readonly tiers: readonly TierState[];
}

/** Whether one objective's budget allows a release, in a sentence with its numbers. */
export function budgetReason(judged: JudgedBudget, policy: BudgetPolicy): Reason {
  const { objective, budget, tiers } = judged;
  const { period, remaining } = budget;
  if (period.kind === 'insufficient' || remaining === undefined) return uncoveredReason(judged, period, policy);
  const numbers = { observed: remaining, limit: 0, unit: 'ratio', samples: period.total, windowSeconds: objective.windowSeconds };
  if (remaining <= 0) return { ...numbers, ...spent(judged, period) };
  const fire = tiers.find(({ tier, state }) => tier.severity === 'page' && state === 'burning');
  if (fire !== undefined && policy.holdWhileBurning) return burning(fire);
  const left =
    budget.secondsToExhaustion === undefined ? '' : `; at the present rate spent in ${durationFigure(budget.secondsToExhaustion)}`;
  const sentence = `${objective.displayName}: ${percentFigure(remaining)} of the error budget left, ${burnWords(period)}${left}`;
  return { ...numbers, rule: 'budget-left', verdict: 'pass', sentence };
}

function spent({ objective }: JudgedBudget, period: WindowBurn): Pick<Reason, 'rule' | 'verdict' | 'sentence' | 'remedy'> {
  return {
    rule: 'budget-spent',
    verdict: 'fail',
    sentence: `frozen: the error budget of ${objective.displayName} is spent, ${burnWords(period)}`,
    remedy: `bad events that leave the window of ${durationFigure(objective.windowSeconds)}, or a release that is marked as the fix`,
  };
}

function burning({ tier, long, sentence }: TierState): Reason {
  return {
    rule: 'budget-burning',
    verdict: 'inconclusive',
    sentence,
    limit: tier.factor,
    unit: 'burn rate',
    windowSeconds: tier.longSeconds,
    ...(long.kind === 'measured' ? { observed: long.burnRate, samples: long.total } : {}),
    remedy: 'an end to what burns the budget, or a release that is marked as the fix',
  };
}

/** A service too young for its window, or without data. It passes only if the policy allows it, something was measured, and nothing of that is over budget. */
function uncoveredReason({ objective, budget }: JudgedBudget, period: WindowBurn, policy: BudgetPolicy): Reason {
  const why = period.kind === 'insufficient' ? period.why : 'it is not known';
  const missing = `${objective.displayName}: the error budget over ${durationFigure(objective.windowSeconds)} is not known, because ${why}`;
  const measured = budget.windows.filter((each) => each.kind === 'measured');
  const longest = measured.at(-1);
  const base = { windowSeconds: objective.windowSeconds, unit: 'burn rate', limit: 1 };
  if (policy.youngService === 'hold' || longest === undefined) {
    return { ...base, rule: 'budget-unknown', verdict: 'inconclusive', sentence: missing, remedy: 'samples that cover more of the window' };
  }
  const over = measured.find(({ burnRate }) => burnRate > 1);
  const shown = over ?? longest;
  const numbers = { observed: shown.burnRate, limit: 1, unit: 'burn rate', samples: shown.total, windowSeconds: shown.windowSeconds };
  const sentence = `${missing}; ${over === undefined ? 'allowed for a young service that is within budget' : 'and a young service must be within budget'}: ${burnWords(shown)}`;
  if (over === undefined) return { ...numbers, rule: 'young-service', verdict: 'pass', sentence };
  return { ...numbers, rule: 'young-service', verdict: 'inconclusive', sentence, remedy: 'fewer bad events, or more coverage' };
}

function burnWords(burn: WindowBurn): string {
  if (burn.kind === 'insufficient') return burn.why;
  const { burnRate, bad, total, windowSeconds, coverage } = burn;
  const covered = coverage < 0.995 ? `, of which at most ${percentFigure(coverage)} were measured` : '';
  return `${countFigure(bad)} of ${countFigure(total)} events bad in ${durationFigure(windowSeconds)}${covered} (burn rate ${numberFigure(burnRate)})`;
}
