/**
 * The quantile of numbers between neighbours weighted by their distance, where NaN sorts first. The array is put in order in place.
 *
 * NaN for a share of NaN or no values; −Inf below 0, +Inf above 1. Source: Prometheus' quantile aggregation.
 */
export function quantile(share: number, values: Float64Array): number {
  if (values.length === 0 || Number.isNaN(share)) return Number.NaN;
  if (share < 0) return Number.NEGATIVE_INFINITY;
  if (share > 1) return Number.POSITIVE_INFINITY;
  sortNaNFirst(values);
  const rank = share * (values.length - 1);
  const lower = Math.max(0, Math.floor(rank));
  const upper = Math.min(values.length - 1, lower + 1);
  const weight = rank - Math.floor(rank);
  return (values[lower] ?? Number.NaN) * (1 - weight) + (values[upper] ?? Number.NaN) * weight;
}

function sortNaNFirst(values: Float64Array): void {
  // A typed array sorts NaN to its end.
  values.sort();
  let numbers = values.length;
  while (numbers > 0 && Number.isNaN(values[numbers - 1])) numbers--;
  if (numbers === values.length) return;
  values.copyWithin(values.length - numbers, 0, numbers);
  values.fill(Number.NaN, 0, values.length - numbers);
}
