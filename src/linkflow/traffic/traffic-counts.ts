/** What the generator got: by status, as text; `error` for no answer at all, `dropped` for requests that were not even sent because too many waited. */
export type TrafficCounts = Readonly<Record<string, number>>;

/** Counts outcomes. */
export interface TrafficCounter {
  add(outcome: string): void;
  /** All counts since the start. */
  total(): TrafficCounts;
  /** Counts since the last call of this. */
  sinceLast(): TrafficCounts;
}

/** A counter at nothing. */
export function trafficCounter(): TrafficCounter {
  const totals = new Map<string, number>();
  let recent = new Map<string, number>();
  return {
    add: (outcome) => {
      totals.set(outcome, (totals.get(outcome) ?? 0) + 1);
      recent.set(outcome, (recent.get(outcome) ?? 0) + 1);
    },
    total: () => Object.fromEntries(totals),
    sinceLast: () => {
      const counts = Object.fromEntries(recent);
      recent = new Map();
      return counts;
    },
  };
}
