import type { Tally } from './tally.ts';

/** The bound `rho × (bad share of the baseline) + delta` on the candidate's share of bad requests. With rho 0 the baseline plays no part. */
export interface Bound {
  readonly rho: number;
  readonly delta: number;
}

/**
 * The logarithm of one scrape's evidence that the candidate's bad share is `ratio` times the bound rather than the bound.
 *
 * For ratio > 1 its exponential has an expectation of at most 1 whenever the candidate keeps the bound in that scrape, for ratio < 1 whenever it
 * doesn't: for any split of the traffic and any share of the baseline, which may differ from scrape to scrape. Proof: z^y ≤ 1 + (z−1)y for y in
 * [0, 1] bounds the moment generating functions of both arms, and with u = (ratio−1)/(1+ratio·κ), κ = rho·n_c/n_s the product is at most
 * exp(u·n_c·(p_c − rho·p_s − delta)). With rho 0 the exact Bernoulli likelihood ratio is used; it bets nothing where ratio·delta ≥ 1.
 *
 * 0, no evidence either way, where an arm that takes part has no requests.
 */
export function scrapeEvidence(ratio: number, bound: Bound, candidate: Tally, baseline: Tally): number {
  if (candidate.total <= 0) return 0;
  if (bound.rho === 0) return againstConstant(ratio, bound.delta, candidate);
  if (baseline.total <= 0) return 0;
  const kappa = (bound.rho * candidate.total) / baseline.total;
  const split = Math.log1p(kappa) - Math.log1p(ratio * kappa);
  const offset = (candidate.total * bound.delta * (ratio - 1)) / (1 + ratio * kappa);
  return candidate.bad * Math.log(ratio) + (candidate.bad + baseline.bad) * split - offset;
}

function againstConstant(ratio: number, delta: number, { bad, total }: Tally): number {
  if (ratio * delta >= 1) return 0;
  return bad * Math.log(ratio) + (total - bad) * (Math.log1p(-ratio * delta) - Math.log1p(-delta));
}
