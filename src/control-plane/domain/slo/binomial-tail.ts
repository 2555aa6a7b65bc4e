/**
 * P(X ≥ bad) for X ~ Binomial(total, share): how likely at least this many bad events are where `share` of all are bad.
 *
 * 1 for bad = 0. The smaller of the two tails is summed, from its largest term on, so that nothing underflows or cancels.
 */
export function binomialTail(bad: number, total: number, share: number): number {
  if (bad <= 0) return 1;
  if (bad > total) return 0;
  return bad > total * share ? upperTail(bad, total, share) : 1 - upperTail(total - bad + 1, total, 1 - share);
}

/** The tail above the mean: each term is smaller than the one before by a falling factor. */
function upperTail(bad: number, total: number, share: number): number {
  let term = Math.exp(logBinomial(bad, total, share));
  let sum = term;
  for (let k = bad; k < total && term > sum * 1e-17; k += 1) {
    term *= ((total - k) / (k + 1)) * (share / (1 - share));
    sum += term;
  }
  return Math.min(1, sum);
}

function logBinomial(k: number, n: number, share: number): number {
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k) + k * Math.log(share) + (n - k) * Math.log1p(-share);
}

/** Stirling's series; below 20 the product itself. */
function logFactorial(n: number): number {
  if (n < 20) {
    let product = 1;
    for (let i = 2; i <= n; i += 1) product *= i;
    return Math.log(product);
  }
  return n * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI * n) + 1 / (12 * n) - 1 / (360 * n ** 3) + 1 / (1260 * n ** 5);
}
