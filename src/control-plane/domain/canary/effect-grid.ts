/** One effect ratio that a process bets on, and the logarithm of the share of its wealth that it puts there. */
export interface Effect {
  readonly ratio: number;
  readonly logShare: number;
}

/** Which way a process gathers evidence: that the candidate is worse than a bound, or that it is better than one. */
export type Direction = 'block' | 'promote';

/**
 * The effect ratios of a process, fixed beforehand: choosing them after a look at the data would void the guarantee.
 *
 * Above 1 they gather evidence that the candidate is worse, from a quarter more to a hundred times the bad requests; below 1 that it is
 * better. The shares of each direction add up to 1.
 */
export function effectGrid(direction: Direction): readonly Effect[] {
  return direction === 'block' ? blockGrid : promoteGrid;
}

const blockGrid = grid([
  [1.25, 0.06],
  [1.5, 0.1],
  [2, 0.18],
  [3, 0.22],
  [5, 0.2],
  [10, 0.14],
  [30, 0.07],
  [100, 0.03],
]);

const promoteGrid = grid([
  [0.01, 0.06],
  [0.05, 0.1],
  [0.12, 0.16],
  [0.25, 0.2],
  [0.4, 0.18],
  [0.55, 0.14],
  [0.7, 0.1],
  [0.82, 0.06],
]);

function grid(rows: readonly (readonly [ratio: number, share: number])[]): readonly Effect[] {
  return rows.map(([ratio, share]) => ({ ratio, logShare: Math.log(share) }));
}
