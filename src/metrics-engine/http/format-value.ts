/** A number as the API writes it: the shortest digits, with an exponent below 1e-6 and from 1e21 on, as JavaScript has it but for a one-digit exponent, −0 and infinities. Source: Prometheus' MarshalFloat. */
export function formatValue(value: number): string {
  const size = Math.abs(value);
  // Almost every number; the comparison is false for NaN.
  if (size >= 1e-6 && size < 1e21) return String(value);
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  return String(value).replace(/e([+-])(\d)$/, 'e$10$2');
}

/** A number as the API writes an alert's value: always with an exponent of two digits or more, 1e+00. */
export function formatExponent(value: number): string {
  if (!Number.isFinite(value)) return formatValue(value);
  const sign = Object.is(value, -0) ? '-' : '';
  return sign + value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
}

/** Milliseconds since 1970 as the API writes a sample's time: seconds, with three decimals unless they are whole. */
export function formatSeconds(atMs: number): string {
  const size = Math.abs(atMs);
  const fraction = size % 1000;
  const seconds = `${atMs < 0 ? '-' : ''}${Math.floor(size / 1000)}`;
  return fraction === 0 ? seconds : `${seconds}.${String(fraction).padStart(3, '0')}`;
}

/** A time as the API writes it elsewhere; Go's zero time for one that has not come yet. */
export function formatInstant(atMs: number | undefined): string {
  return atMs === undefined ? '0001-01-01T00:00:00Z' : new Date(atMs).toISOString();
}
