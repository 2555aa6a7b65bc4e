/**
 * ln(Σ exp(x)) without overflow, which adds numbers that are known by their logarithms.
 *
 * Of none it is -Infinity, the logarithm of 0. -Infinity entries count as 0.
 */
export function logSumExp(logs: readonly number[]): number {
  const largest = logs.reduce((so, log) => Math.max(so, log), -Infinity);
  if (largest === -Infinity) return -Infinity;
  return largest + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - largest), 0));
}
