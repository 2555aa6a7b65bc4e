// Underscores stand between digits, or behind the prefix of a hexadecimal number, as in Go.
const HEXADECIMAL = /^0[xX](?:_?[0-9a-fA-F])+$/;
const OCTAL = /^0(?:_?[0-7])+$/;
// No digit may be read in two ways, or a long run of them would take quadratic time to refuse.
const DECIMAL = /^(?:\d(?:_?\d)*(?:\.(?:\d(?:_?\d)*)?)?|\.\d(?:_?\d)*)(?:[eE][+-]?\d(?:_?\d)*)?$/;
const LARGEST_INTEGER = 2n ** 63n - 1n;

/**
 * The value of a number as Go's strconv reads it, decimal, hexadecimal, or octal for an integer that begins with 0; undefined when the
 * text is none. A decimal beyond the finite numbers, or a hexadecimal one of more than 63 bits, is none.
 */
export function parseNumber(text: string): number | undefined {
  const digits = text.replaceAll('_', '');
  if (HEXADECIMAL.test(text)) return integerOf(digits);
  if (OCTAL.test(text)) return integerOf(`0o${digits}`);
  const value = DECIMAL.test(text) ? Number(digits) : Number.NaN;
  return Number.isFinite(value) ? value : undefined;
}

function integerOf(digits: string): number | undefined {
  const value = BigInt(digits);
  return value > LARGEST_INTEGER ? undefined : Number(value);
}

/** Writes a number as PromQL reads it back. */
export function formatNumber(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  return Object.is(value, -0) ? '-0' : String(value);
}
