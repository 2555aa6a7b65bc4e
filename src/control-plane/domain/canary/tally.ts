/** Bad events among all events of one arm. 0 ≤ bad ≤ total; fractions are allowed, as interpolated histograms bring them. */
export interface Tally {
  readonly bad: number;
  readonly total: number;
}

/** What both arms counted between two scrapes that belong together; `atMs` is when the later of the two was taken. */
export interface Scrape {
  readonly atMs: number;
  readonly candidate: Tally;
  readonly baseline: Tally;
}

/** Nothing counted. */
export const emptyTally: Tally = { bad: 0, total: 0 };

/** Both tallies together. */
export function addTally(a: Tally, b: Tally): Tally {
  return { bad: a.bad + b.bad, total: a.total + b.total };
}

/** The share of bad events, 0..1, or undefined where nothing was counted. */
export function badShare(tally: Tally): number | undefined {
  return tally.total > 0 ? tally.bad / tally.total : undefined;
}
