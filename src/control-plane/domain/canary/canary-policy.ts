/** A bound on the candidate, relative to the baseline: its bad share may be `ratio` times the baseline's plus `budgetShare` of the objective's budget. */
export interface RelativeBound {
  readonly ratio: number;
  readonly budgetShare: number;
}

/** How a canary is judged. All of it is fixed when the canary starts: a change on the way would void the guarantee, and needs a new canary. */
export interface CanaryPolicy {
  /** The chance of blocking a healthy candidate, over the whole rollout and all objectives together. */
  readonly alpha: number;
  /** The chance, for each objective, of certifying a candidate that is unacceptable at every scrape. */
  readonly beta: number;
  /** Worse than the baseline by no more than this is harmless: it is blocked with a chance of at most alpha. */
  readonly tolerance: RelativeBound;
  /** Worse than the baseline by this or more is unacceptable. Between the two, either verdict is allowed. */
  readonly unacceptable: RelativeBound;
  /** The part of the wealth (0..1] that is staked from the first second; the rest waits for defects that appear late. */
  readonly startMass: number;
  readonly restartScaleSeconds: number;
  /** Scrapes within such a block count as one for the cap on evidence; 0: each scrape is its own block. */
  readonly blockSeconds: number;
  /** Scrapes that end in the first seconds after the start are not counted: a cold start is no property of the version. */
  readonly warmUpSeconds: number;
  /** `certificate`: advance when the candidate is certified not unacceptable. `exposure`: advance when the step's floors are spent without alarm. */
  readonly advanceOn: 'certificate' | 'exposure';
}

/** The policy where none is given: false blocks 1 %, false certificates 5 %, harmless up to 1.1 times the baseline plus a tenth of the budget. */
export const defaultCanaryPolicy: CanaryPolicy = {
  alpha: 0.01,
  beta: 0.05,
  tolerance: { ratio: 1.1, budgetShare: 0.1 },
  unacceptable: { ratio: 1.5, budgetShare: 0.5 },
  startMass: 0.75,
  restartScaleSeconds: 300,
  blockSeconds: 0,
  warmUpSeconds: 30,
  advanceOn: 'certificate',
};

/** What is wrong with a policy, one sentence for each fault; empty when it can be used. */
export function policyFaults(policy: CanaryPolicy): readonly string[] {
  const faults: readonly (readonly [boolean, string])[] = [
    [within(policy.alpha, 0, 0.5), `alpha must be above 0 and below 0.5, not ${policy.alpha}`],
    [within(policy.beta, 0, 0.5), `beta must be above 0 and below 0.5, not ${policy.beta}`],
    [policy.tolerance.ratio >= 1, `tolerance.ratio must be at least 1, not ${policy.tolerance.ratio}`],
    [policy.tolerance.budgetShare >= 0, `tolerance.budgetShare must be at least 0, not ${policy.tolerance.budgetShare}`],
    [
      policy.unacceptable.ratio >= policy.tolerance.ratio && policy.unacceptable.budgetShare >= policy.tolerance.budgetShare,
      'unacceptable must be at least as wide as tolerance, or a harmless candidate would be refused its certificate',
    ],
    [policy.startMass > 0 && policy.startMass <= 1, `startMass must be above 0 and at most 1, not ${policy.startMass}`],
    [policy.restartScaleSeconds > 0, `restartScaleSeconds must be above 0, not ${policy.restartScaleSeconds}`],
    [policy.blockSeconds >= 0, `blockSeconds must be at least 0, not ${policy.blockSeconds}`],
    [policy.warmUpSeconds >= 0, `warmUpSeconds must be at least 0, not ${policy.warmUpSeconds}`],
  ];
  return faults.filter(([fine]) => !fine).map(([, fault]) => fault);
}

function within(value: number, above: number, below: number): boolean {
  return value > above && value < below;
}
