/** How Go's strconv writes a float64: `e` with exponent, `f` without, `g` whichever is shorter. */
export type FloatFormat = 'e' | 'f' | 'g';

interface Digits {
  /** Without trailing zeros, unless it is 0 itself. */
  readonly digits: string;
  /** Where the decimal point stands: the value is 0.digits × 10^point. */
  readonly point: number;
}

const MAX_PRECISION = 400;
// Where the shortest form turns to an exponent: 1e+06.
const SHORTEST_LIMIT = 6;

/**
 * Writes a float64 as Go's strconv.FormatFloat does, halves rounded to even as decimal arithmetic has them. `precision` -1: as many
 * digits as tell the number from all others. Infinities are +Inf and -Inf.
 */
export function formatFloat(value: number, format: FloatFormat, precision: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  return sign + formatMagnitude(Math.abs(value), format, Math.min(precision, MAX_PRECISION));
}

function formatMagnitude(value: number, format: FloatFormat, precision: number): string {
  switch (format) {
    case 'f':
      return precision < 0 ? plain(shortest(value)) : fixed(value, precision);
    case 'e':
      return precision < 0 ? exponential(shortest(value), -1) : exponential(significant(value, precision + 1), precision);
    case 'g':
      return general(precision < 0 ? shortest(value) : significant(value, Math.max(precision, 1)), precision);
  }
}

function general(number: Digits, precision: number): string {
  const { digits, point } = number;
  const wanted = Math.max(precision, 1);
  const limit = wanted > digits.length && digits.length >= point ? digits.length : wanted;
  const exponent = point - 1;
  if (exponent < -4 || exponent >= (precision < 0 ? SHORTEST_LIMIT : limit)) return exponential(number, -1);
  return plain(number);
}

function shortest(value: number): Digits {
  const [mantissa = '', exponent = '0'] = value.toExponential().split('e');
  const digits = mantissa.replace('.', '').replace(/0+$/, '') || '0';
  return { digits, point: value === 0 ? 1 : Number(exponent) + 1 };
}

function significant(value: number, count: number): Digits {
  if (value === 0) return { digits: '0', point: 1 };
  const exponent = Number(value.toExponential().split('e')[1]);
  const text = scaled(value, count - 1 - exponent).toString();
  // Rounding may carry into one digit more.
  return { digits: text.replace(/0+$/, '') || '0', point: exponent + 1 + (text.length - count) };
}

function fixed(value: number, precision: number): string {
  const text = scaled(value, precision)
    .toString()
    .padStart(precision + 1, '0');
  return precision === 0 ? text : `${text.slice(0, -precision)}.${text.slice(-precision)}`;
}

function exponential({ digits, point }: Digits, precision: number): string {
  const fraction = precision < 0 ? digits.slice(1) : digits.slice(1).padEnd(precision, '0');
  const exponent = digits === '0' ? 0 : point - 1;
  const written = String(Math.abs(exponent)).padStart(2, '0');
  return `${digits[0] ?? '0'}${fraction === '' ? '' : `.${fraction}`}e${exponent < 0 ? '-' : '+'}${written}`;
}

function plain({ digits, point }: Digits): string {
  if (digits === '0') return '0';
  if (point <= 0) return `0.${'0'.repeat(-point)}${digits}`;
  return digits.length <= point ? digits.padEnd(point, '0') : `${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** value × 10^power as a whole number, exactly, a half rounded to even. */
function scaled(value: number, power: number): bigint {
  const { mantissa, exponent } = parts(value);
  const numerator = mantissa * 10n ** BigInt(Math.max(power, 0)) * 2n ** BigInt(Math.max(exponent, 0));
  const denominator = 10n ** BigInt(Math.max(-power, 0)) * 2n ** BigInt(Math.max(-exponent, 0));
  const quotient = numerator / denominator;
  const twice = (numerator % denominator) * 2n;
  const isUp = twice > denominator || (twice === denominator && quotient % 2n === 1n);
  return isUp ? quotient + 1n : quotient;
}

/** A float64 as mantissa × 2^exponent. */
function parts(value: number): { readonly mantissa: bigint; readonly exponent: number } {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const biased = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  return biased === 0 ? { mantissa: fraction, exponent: -1074 } : { mantissa: fraction | (1n << 52n), exponent: biased - 1075 };
}
