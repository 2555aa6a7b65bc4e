const NAMED: ReadonlyMap<string, string> = new Map([
  ['\u0007', '\\a'],
  ['\b', '\\b'],
  ['\f', '\\f'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['\v', '\\v'],
  ['\\', '\\\\'],
]);

/** Writes a text as a double-quoted literal that means the same, as Go quotes it. */
export function quoteString(value: string): string {
  return `"${Array.from(value, (char) => (char === '"' ? '\\"' : quoteChar(char))).join('')}"`;
}

/** Writes one character between single quotes, as Go quotes a rune. */
export function quoteRune(char: string): string {
  return `'${char === "'" ? "\\'" : quoteChar(char)}'`;
}

function quoteChar(char: string): string {
  const named = NAMED.get(char);
  if (named !== undefined) return named;
  const code = char.codePointAt(0) ?? 0;
  if (code < 0x20 || code === 0x7f) return hexByte(code);
  // A byte that is no UTF-8 is kept as a lone surrogate: see decodeBytes.
  return code >= 0xdc80 && code <= 0xdcff ? hexByte(code - 0xdc00) : char;
}

function hexByte(byte: number): string {
  return `\\x${byte.toString(16).padStart(2, '0')}`;
}
