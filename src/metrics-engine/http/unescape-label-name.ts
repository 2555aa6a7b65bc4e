/**
 * The label that a name in a path stands for: one that begins with `U__` may spell any characters, `__` for an underscore and `_1f600_`
 * for a code point. What is not spelled so is meant as it is. Source: the value encoding of Prometheus' UTF-8 names.
 */
export function unescapeLabelName(name: string): string {
  const escaped = /^U__((?:[^_]|__|_[0-9a-f]{1,5}_)*)$/iu.exec(name)?.[1];
  if (escaped === undefined) return name;
  const points = Array.from(escaped.matchAll(/_([0-9a-f]+)_/giu), ([, digits]) => Number.parseInt(digits ?? '', 16));
  if (!points.every(isCharacter)) return name;
  return escaped.replaceAll(/_(?:_|([0-9a-f]+)_)/giu, (_, digits: string | undefined) =>
    digits === undefined ? '_' : String.fromCodePoint(Number.parseInt(digits, 16)),
  );
}

/** Half of a pair is no character of its own. */
function isCharacter(point: number): boolean {
  return point < 0xd800 || point > 0xdfff;
}
