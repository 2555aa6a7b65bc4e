import { syntaxError } from './syntax-error.ts';

const SIMPLE_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['a', '\u0007'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
  ['\\', '\\'],
  ['"', '"'],
  ["'", "'"],
]);
const NUMERIC_ESCAPE = /(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3}))/y;

/** Reads the string literal that starts at an offset: its meaning, and the offset behind its closing quote. Throws 'bad-query'. */
export function readString(source: string, start: number): { readonly value: string; readonly end: number } {
  const quote = source[start] ?? '';
  let value = '';
  for (let at = start + 1; at < source.length; ) {
    const char = source[at] ?? '';
    if (char === quote) return { value, end: at + 1 };
    if (quote !== '`' && char === '\n') break;
    const piece = char === '\\' && quote !== '`' ? readEscape(source, at) : { value: char, end: at + 1 };
    value += piece.value;
    at = piece.end;
  }
  throw syntaxError(source, start, 'this string is not closed');
}

function readEscape(source: string, start: number): { readonly value: string; readonly end: number } {
  const simple = SIMPLE_ESCAPES.get(source[start + 1] ?? '');
  if (simple !== undefined) return { value: simple, end: start + 2 };
  NUMERIC_ESCAPE.lastIndex = start + 1;
  const match = NUMERIC_ESCAPE.exec(source);
  const code = match === null ? Number.NaN : codeOf(match);
  if (match === null || !(code <= 0x10ffff))
    throw syntaxError(source, start, `unknown escape ${source.slice(start, start + 2)} in a string`);
  return { value: String.fromCodePoint(code), end: start + 1 + match[0].length };
}

function codeOf(match: RegExpExecArray): number {
  const [, byte, short, long, octal] = match;
  return octal === undefined ? Number.parseInt(byte ?? short ?? long ?? '', 16) : Number.parseInt(octal, 8);
}

/** Writes a text as a double-quoted literal that readString reads back. */
export function quoteString(value: string): string {
  // JSON's escapes are a part of PromQL's, but for lone surrogates and \/, which JSON.stringify never writes as anything else than \u.
  return JSON.stringify(value);
}
