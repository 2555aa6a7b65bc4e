interface ObjectiveBase {
  readonly name: string;
  /** What the objective promises, for people: `p95 < 200 ms`. */
  readonly description: string;
  /** The share of requests that may be bad, above 0 and below 1: 0.001 for 99.9 %, 0.05 for a 95th percentile. */
  readonly budget: number;
  /** Its part of alpha, relative to the others'; without weights error objectives share one half and the rest share the other. */
  readonly weight?: number;
  /** How many times more than independent requests the failures scatter, from before the canary; at least 1. See dispersion(). */
  readonly phi: number;
  /** Where phi comes from, in words. */
  readonly phiSource: string;
  /** The longest stretch over which failures hang together, where it is longer than the policy's blockSeconds. */
  readonly blockSeconds?: number;
  /** The PromQL that counts, for the reasons. */
  readonly query?: string;
}

/** What the canary is judged by: an objective of the service, with how its failures scatter. */
export type CanaryObjective =
  | (ObjectiveBase & { readonly kind: 'errors' })
  /** A request is bad when it took longer than `thresholdMs`. */
  | (ObjectiveBase & { readonly kind: 'latency'; readonly thresholdMs: number });

/**
 * Each objective's part of alpha, in the order given; they add up to 1.
 *
 * Any parts fixed beforehand keep the guarantee, whatever the objectives have in common. Errors get half, because they hurt most.
 */
export function objectiveShares(objectives: readonly CanaryObjective[]): readonly number[] {
  const weights = objectives.map((objective) => objective.weight ?? usualWeight(objective, objectives));
  const sum = weights.reduce((so, weight) => so + weight, 0);
  return weights.map((weight) => weight / sum);
}

function usualWeight({ kind }: CanaryObjective, all: readonly CanaryObjective[]): number {
  return 0.5 / all.filter((other) => other.kind === kind).length;
}

/** What is wrong with the objectives, one sentence for each fault; empty when a canary can be judged by them. */
export function objectiveFaults(objectives: readonly CanaryObjective[]): readonly string[] {
  const names = objectives.map(({ name }) => name);
  const twice = names.filter((name, i) => names.indexOf(name) !== i).map((name) => `objective ${name} is given twice`);
  const none = objectives.length === 0 ? ['a canary needs at least one objective: without one nothing would be watched'] : [];
  return [...none, ...twice, ...objectives.flatMap(faultsOf)];
}

function faultsOf({ name, budget, phi, weight }: CanaryObjective): readonly string[] {
  const faults: readonly (readonly [boolean, string])[] = [
    [budget > 0 && budget < 1, `objective ${name}: budget must be above 0 and below 1, not ${budget}`],
    [phi >= 1 && Number.isFinite(phi), `objective ${name}: phi must be at least 1, not ${phi}`],
    [weight === undefined || weight > 0, `objective ${name}: weight must be above 0, not ${weight}`],
  ];
  return faults.filter(([fine]) => !fine).map(([, fault]) => fault);
}
