/** What the generator does with one request. */
export type TrafficAction = 'get' | 'list' | 'create' | 'toggle';

// One round of twenty: 70 % gets, 15 % lists, 10 % creations, 5 % activations and deactivations.
const round: Readonly<Record<TrafficAction, number>> = { get: 14, list: 3, create: 2, toggle: 1 };

/** Answers the action of each request in turn. */
export interface RequestMix {
  next(): TrafficAction;
}

/** A mix whose shares are exact in every round of twenty, in an order that chance decides anew each round: a fixed one could fall in step with the gateway's weights. */
export function requestMix(random: () => number = Math.random): RequestMix {
  let left: TrafficAction[] = [];
  return {
    next: () => {
      if (left.length === 0) left = oneRound();
      const [action = 'get'] = left.splice(Math.floor(random() * left.length), 1);
      return action;
    },
  };
}

function oneRound(): TrafficAction[] {
  return (Object.keys(round) as TrafficAction[]).flatMap((action) => Array.from({ length: round[action] }, () => action));
}
