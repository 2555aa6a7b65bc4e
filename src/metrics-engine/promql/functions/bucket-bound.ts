const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const HEXADECIMAL = /^([+-]?)0x([0-9a-f]*)(?:\.([0-9a-f]*))?p([+-]?\d+)$/i;
const MISPLACED_UNDERSCORE = /(?:^|[^0-9a-fx])_|_(?:$|[^0-9a-f])/i;

/**
 * Reads the upper bound of a bucket from its label `le` as Go's ParseFloat does: `0.5`, `1e3`, `0x1p-2`, `+Inf`, `nan`.
 *
 * undefined for what is no number, and for a finite number that is too large to be held.
 */
export function parseBound(text: string): number | undefined {
  if (/^[+-]?inf(?:inity)?$/i.test(text)) return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  if (/^nan$/i.test(text)) return Number.NaN;
  if (MISPLACED_UNDERSCORE.test(text)) return undefined;
  const digits = text.replaceAll('_', '');
  const value = DECIMAL.test(digits) ? Number(digits) : parseHexadecimal(digits);
  return value !== undefined && Number.isFinite(value) ? value : undefined;
}

function parseHexadecimal(text: string): number | undefined {
  const match = HEXADECIMAL.exec(text);
  if (match === null) return undefined;
  const [, sign = '', whole = '', fraction = '', power = '0'] = match;
  if (whole === '' && fraction === '') return undefined;
  const magnitude = Number.parseInt(`${whole}${fraction}`, 16) * 2 ** (Number(power) - 4 * fraction.length);
  return sign === '-' ? -magnitude : magnitude;
}
