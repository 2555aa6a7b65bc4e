/** Shares of traffic by version, whole percent that sum to 100; a version of weight 0 is known but never chosen. */
export type Weights = Readonly<Record<string, number>>;

/** Chooses versions in turn so that every prefix of the choices honours the weights. */
export interface WeightedChoice {
  /** The version of the next request. */
  next(): string;
}

const CYCLE = 100;

interface Seat {
  readonly version: string;
  readonly weight: number;
  taken: number;
}

/**
 * A chooser for the weights by the quota method (Balinski & Young, "The quota method of apportionment", 1975).
 *
 * After k choices each version has been chosen floor or ceiling of k·weight/100 times, so it is never off by a whole choice, and every
 * window of 100 is exact. Throws for weights that are not whole, not within 0..100 or that do not sum to 100.
 */
export function weightedChoice(weights: Weights): WeightedChoice {
  checkWeights(weights);
  const seats = Object.entries(weights)
    .filter(([, weight]) => weight > 0)
    .map(([version, weight]): Seat => ({ version, weight, taken: 0 }));
  let choices = 0;
  return {
    next: () => {
      choices += 1;
      const seat = mostDue(seats, choices);
      seat.taken += 1;
      if (choices === CYCLE) choices = reset(seats);
      return seat.version;
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

function mostDue(seats: readonly Seat[], choices: number): Seat {
  let best: Seat | undefined;
  for (const seat of seats) {
    // Within its upper quota only: one choice more may not exceed ceil(choices·weight/100).
    const eligible = CYCLE * seat.taken < choices * seat.weight;
    if (eligible && (best === undefined || isDueBefore(seat, best))) best = seat;
  }
  if (best === undefined) throw new Error('No version is eligible although the weights sum to 100');
  return best;
}

// (taken + 1) / weight compared by cross products, so that no rounding breaks a tie.
function isDueBefore(left: Seat, right: Seat): boolean {
  return (left.taken + 1) * right.weight < (right.taken + 1) * left.weight;
}

function reset(seats: readonly Seat[]): number {
  for (const seat of seats) seat.taken = 0;
  return 0;
}
