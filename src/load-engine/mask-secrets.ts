/** A secret of fewer letters is in half of all words: masking it would only garble the text. */
const SHORTEST = 4;

/** Makes a function that replaces every secret in all texts of a value, keys included, by `***`. */
export function secretMask(secrets: Iterable<string>): <Value>(value: Value) => Value {
  const hidden = [...secrets].filter((secret) => secret.length >= SHORTEST).sort((one, other) => other.length - one.length);
  if (hidden.length === 0) return (value) => value;
  const mask = (text: string): string => hidden.reduce((masked, secret) => masked.replaceAll(secret, '***'), text);
  return (value) => maskAll(value, mask) as typeof value;
}

function maskAll(value: unknown, mask: (text: string) => string): unknown {
  if (typeof value === 'string') return mask(value);
  if (Array.isArray(value)) return value.map((entry) => maskAll(entry, mask));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [mask(key), maskAll(entry, mask)]));
}
