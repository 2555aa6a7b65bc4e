/**
 * The one text of a JSON value: keys sorted by UTF-16 code units, no spaces, numbers and strings as JSON.stringify writes them
 * (the rules of RFC 8785).
 *
 * `undefined` members are left out, as JSON has none. Throws a TypeError for what JSON can't hold: undefined alone, functions,
 * symbols, bigints, NaN and infinities, because a hash over a silent `null` would vouch for something else.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) return `{${members(value).join(',')}}`;
  if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError(`${value} has no JSON`);
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return JSON.stringify(value);
  throw new TypeError(`a ${typeof value} has no JSON`);
}

function members(value: object): string[] {
  return Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
}
