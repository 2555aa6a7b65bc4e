/**
 * Writes a number without an exponent, as Go's %f does with the fewest digits that read back as the same number: the form of
 * count_values' labels. Infinity is +Inf or -Inf.
 */
export function formatPlain(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  if (Object.is(value, -0)) return '-0';
  const text = String(value);
  return text.includes('e') ? withoutExponent(text) : text;
}

function withoutExponent(text: string): string {
  const [, sign = '', whole = '', fraction = '', power = ''] = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text) ?? [];
  const [digits, exponent] = [whole + fraction, Number(power)];
  // A text has an exponent below 1e-6 or from 1e21 on, where the digits, 17 at most, end before the point.
  return exponent < 0 ? `${sign}0.${'0'.repeat(-exponent - 1)}${digits}` : sign + digits.padEnd(exponent + 1, '0');
}
