/** Reads a number as Go's text/template does: an int where it is whole and fits 64 bits, a float64 in any case; undefined when it is none. */
export function parseOperandNumber(source: string): { readonly int: bigint | undefined; readonly float: number } | undefined {
  const text = source.replaceAll('_', '');
  if (text === '' || text.endsWith('_')) return undefined;
  const [, sign = '', digits = ''] = /^([+-]?)(.*)$/.exec(text) ?? [];
  if (/^0\d*[89]\d*$/.test(digits)) return undefined;
  // A leading zero makes an integer octal, as in Go.
  const literal = /^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits;
  const float = Number(literal) * (sign === '-' ? -1 : 1);
  if (Number.isNaN(float)) return undefined;
  return { int: integerOf(literal, sign, float), float };
}

const MAX_INT = 2n ** 63n - 1n;

function integerOf(literal: string, sign: string, float: number): bigint | undefined {
  const isInteger = /^(?:0[xXbBoO][\da-fA-F]+|\d+)$/.test(literal);
  // 1e3 is a float that is whole, which Go takes for an int, too.
  if (!isInteger && !(Number.isSafeInteger(float) && /^[\d.eE+-]+$/.test(literal))) return undefined;
  const value = (isInteger ? BigInt(literal) : BigInt(Math.abs(float))) * (sign === '-' ? -1n : 1n);
  return value > MAX_INT || value < -MAX_INT - 1n ? undefined : value;
}
