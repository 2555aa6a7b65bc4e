// Where %g turns to exponents when it writes as few digits as possible. Source: Go's strconv.
const [SMALLEST_PLAIN, SMALLEST_LARGE] = [-4, 6];

/** Writes a number as Go's %g does, whose form Prometheus' messages have: the fewest digits that read back as the same number. */
export function formatGeneral(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  const [digits = '', power = ''] = value.toExponential().split('e');
  const exponent = Number(power);
  if (exponent >= SMALLEST_PLAIN && exponent < SMALLEST_LARGE) return Object.is(value, -0) ? '-0' : String(value);
  return `${digits}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}
