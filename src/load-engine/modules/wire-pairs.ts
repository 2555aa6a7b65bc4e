/** Reads what modules/guest/wire-pairs.ts wrote; throws an Error where a NUL cut it short. */
export function readWirePairs(text: string): readonly (readonly [name: string, value: string])[] {
  const pairs: (readonly [string, string])[] = [];
  for (let at = 0; at < text.length; ) {
    const semicolon = text.indexOf(';', at);
    const [nameLength = 0, valueLength = 0] = text.slice(at, semicolon).split(',').map(Number);
    const name = semicolon + 1;
    const value = name + nameLength;
    at = value + valueLength;
    if (semicolon < 0 || at > text.length) throw new Error('headers and tags must not contain NUL characters');
    pairs.push([text.slice(name, value), text.slice(value, at)]);
  }
  return pairs;
}
