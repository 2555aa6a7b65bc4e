/** Shares of traffic by version, whole percent that sum to 100; a version of weight 0 is known but never chosen. */
export type Weights = Readonly<Record<string, number>>;

/** Chooses versions in turn so that every prefix of the choices honours the weights. */
export interface WeightedChoice {
  /** The version of the next request. */
  next(): string;
}

const CYCLE = 100;
// Per choice of a cycle; a version of 10 % then wanders through its ten places within few cycles.
const MIXING_STEPS = 20;

/**
 * A chooser for the weights. After k choices each version has been chosen floor or ceiling of k·weight/100 times, so it is never
 * off by a whole choice, and every window of 100 is off by at most one.
 *
 * Within these bounds the order is chance: a strict rhythm would fall in step with traffic that has one of its own, and a version
 * would get all of the creations and none of the reads. `random` answers 0 ≤ x < 1. Throws RangeError for weights that are not
 * whole, not within 0..100 or that do not sum to 100.
 */
export function weightedChoice(weights: Weights, random: () => number = Math.random): WeightedChoice {
  checkWeights(weights);
  const order = quotaOrder(weights);
  let position = CYCLE;
  return {
    next: () => {
      if (position === CYCLE) {
        mix(order, weights, random);
        position = 0;
      }
      const version = order[position] ?? '';
      position += 1;
      return version;
    },
  };
}

/** Throws unless every weight is a whole number within 0..100 and all of them sum to 100. */
export function checkWeights(weights: Weights): void {
  const values = Object.values(weights);
  const whole = values.every((weight) => Number.isInteger(weight) && weight >= 0 && weight <= CYCLE);
  const sum = values.reduce((total, weight) => total + weight, 0);
  if (!whole || sum !== CYCLE) throw new RangeError(`Weights are whole percents that sum to 100; these sum to ${sum}`);
}

// The quota method (Balinski & Young, "The quota method of apportionment", 1975): of those within their upper quota, the one due first.
function quotaOrder(weights: Weights): string[] {
  const versions = Object.entries(weights).filter(([, weight]) => weight > 0);
  const taken = new Map<string, number>();
  return Array.from({ length: CYCLE }, (_, index) => {
    const eligible = versions.filter(([version, weight]) => CYCLE * (taken.get(version) ?? 0) < (index + 1) * weight);
    const [due] = eligible.toSorted(([a, left], [b, right]) => ((taken.get(a) ?? 0) + 1) * right - ((taken.get(b) ?? 0) + 1) * left);
    const version = due?.[0] ?? '';
    taken.set(version, (taken.get(version) ?? 0) + 1);
    return version;
  });
}

// Exchanges neighbours at random wherever both versions stay within their quota, which only the prefix between the two can violate.
function mix(order: string[], weights: Weights, random: () => number): void {
  const counts = new Map<string, number[]>(Object.keys(weights).map((version) => [version, prefixCounts(order, version)]));
  for (let step = 0; step < CYCLE * MIXING_STEPS; step += 1) {
    const index = Math.floor(random() * (CYCLE - 1));
    const left = order[index] ?? '';
    const right = order[index + 1] ?? '';
    const ofLeft = counts.get(left);
    const ofRight = counts.get(right);
    if (left === right || ofLeft === undefined || ofRight === undefined) continue;
    const fewer = (ofLeft[index] ?? 0) - 1;
    const more = (ofRight[index] ?? 0) + 1;
    const length = index + 1;
    if (fewer < Math.floor((length * (weights[left] ?? 0)) / CYCLE) || more > Math.ceil((length * (weights[right] ?? 0)) / CYCLE)) continue;
    order[index] = right;
    order[index + 1] = left;
    ofLeft[index] = fewer;
    ofRight[index] = more;
  }
}

// How often a version stands in the prefix that ends with each place.
function prefixCounts(order: readonly string[], version: string): number[] {
  let count = 0;
  return order.map((one) => {
    if (one === version) count += 1;
    return count;
  });
}
