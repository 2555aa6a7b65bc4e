/**
 * Writes a number as Go's %g does, with the fewest digits that read back as it: 0.25, 100000, 1e+06, 1e-05, +Inf, NaN.
 *
 * With `digits`, that many significant ones at most. Below 1e-4 and from a million (or from ten to the `digits`) it has an exponent of at least two digits.
 */
export function generalNotation(value: number, digits?: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  const [mantissa = '', power = '0'] = value.toExponential(digits === undefined ? undefined : digits - 1).split('e');
  const exponent = Number(power);
  const sign = Object.is(value, -0) ? '-' : '';
  if (exponent < -4 || exponent >= (digits ?? SHORTEST_LIMIT)) return sign + trimmed(mantissa) + exponentPart(exponent);
  return sign + (digits === undefined ? String(value) : trimmed(value.toFixed(Math.max(0, digits - 1 - exponent))));
}

// Go decides as if six digits had been asked for when it was asked for the fewest.
const SHORTEST_LIMIT = 6;

function trimmed(digits: string): string {
  return digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits;
}

function exponentPart(exponent: number): string {
  return `e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

/** Writes a number as a label's value in the manner of OpenMetrics: as generalNotation, but whole numbers keep `.0`. */
export function openMetricsNotation(value: number): string {
  if (value === 0) return '0.0';
  const text = generalNotation(value);
  return Number.isFinite(value) && !/[e.]/.test(text) ? `${text}.0` : text;
}
