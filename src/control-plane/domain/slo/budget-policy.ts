/** What the budget gate asks for. */
export interface BudgetPolicy {
  /** The part of a window, 0..1, that must be covered by samples before it counts. */
  readonly minimumCoverage: number;
  /** What to do while the objective's window isn't covered yet. allow: go by the windows that are, if there is one and all are within budget. */
  readonly youngService: 'hold' | 'allow';
  /** Whether a burn rate that pages somebody holds releases, although budget is left. */
  readonly holdWhileBurning: boolean;
}

/** Half a window must be covered, young services hold, and nothing is released into a fire. */
export const defaultBudgetPolicy: BudgetPolicy = { minimumCoverage: 0.5, youngService: 'hold', holdWhileBurning: true };
