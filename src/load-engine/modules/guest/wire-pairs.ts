/**
 * Names and values as one text: the lengths of both before each pair, so that no character needs escaping.
 * JSON.stringify costs QuickJS several microseconds here, and this is done for every request. modules/wire-pairs.ts reads it.
 */
export function wirePairs(pairs: object | null | undefined, textOf: (name: string, value: unknown) => string): string {
  if (pairs === undefined || pairs === null) return '';
  if (typeof pairs !== 'object') throw new TypeError('headers and tags must be objects');
  const values = pairs as Readonly<Record<string, unknown>>;
  const names = Object.keys(values);
  let text = '';
  // An iterator would double the cost of this loop.
  for (let index = 0; index < names.length; index += 1) {
    const name = names[index] as string;
    const given = values[name];
    const value = typeof given === 'string' ? given : textOf(name, given);
    text += `${name.length},${value.length};${name}${value}`;
  }
  return text;
}
