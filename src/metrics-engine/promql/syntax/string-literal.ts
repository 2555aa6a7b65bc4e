import { decodeBytes } from './decode-bytes.ts';

/** A string literal that was read: its meaning and the offset behind its closing quote; or why it is none. */
export type ReadString =
  | { readonly ok: true; readonly value: string; readonly end: number }
  | { readonly ok: false; readonly problem: string };

const ESCAPED: ReadonlyMap<string, number> = new Map([
  ['a', 7],
  ['b', 8],
  ['f', 12],
  ['n', 10],
  ['r', 13],
  ['t', 9],
  ['v', 11],
  ['\\', 92],
]);
const BYTE = /x([0-9a-fA-F]{2})|([0-7]{3})/y;
const RUNE = /u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})/y;

/** Reads the string literal that starts at an offset, with Go's escapes; one in backquotes has none and may span lines. */
export function readString(source: string, start: number): ReadString {
  const quote = source[start] ?? '';
  return quote === '`' ? readRaw(source, start) : readQuoted(source, start, quote);
}

function readRaw(source: string, start: number): ReadString {
  const close = source.indexOf('`', start + 1);
  if (close < 0) return { ok: false, problem: 'unterminated raw string' };
  return { ok: true, value: source.slice(start + 1, close), end: close + 1 };
}

function readQuoted(source: string, start: number, quote: string): ReadString {
  let value = '';
  // Bytes written as \x or octal stay together, because several of them may make one character.
  let bytes: number[] = [];
  for (let at = start + 1; at < source.length; ) {
    const char = source[at] ?? '';
    if (char === quote) return { ok: true, value: value + decodeBytes(bytes), end: at + 1 };
    if (char === '\n') break;
    const escape = char === '\\' ? readEscape(source, at, quote) : undefined;
    if (escape?.kind === 'problem') return { ok: false, problem: escape.problem };
    if (escape?.kind === 'byte') bytes.push(escape.byte);
    else {
      value += decodeBytes(bytes) + (escape?.text ?? char);
      bytes = [];
    }
    at += escape?.length ?? 1;
  }
  return { ok: false, problem: 'unterminated quoted string' };
}

type Escape =
  | { readonly kind: 'byte'; readonly byte: number; readonly length: number }
  | { readonly kind: 'text'; readonly text: string; readonly length: number }
  | { readonly kind: 'problem'; readonly problem: string };

function readEscape(source: string, at: number, quote: string): Escape {
  const char = source[at + 1] ?? '';
  if (char === quote) return { kind: 'text', text: quote, length: 2 };
  const byte = ESCAPED.get(char);
  if (byte !== undefined) return { kind: 'byte', byte, length: 2 };
  return readByte(source, at) ?? readRune(source, at) ?? { kind: 'problem', problem: problemAt(source, at + 1) };
}

function readByte(source: string, at: number): Escape | undefined {
  BYTE.lastIndex = at + 1;
  const match = BYTE.exec(source);
  if (match === null) return undefined;
  const byte = match[1] === undefined ? Number.parseInt(match[2] ?? '', 8) : Number.parseInt(match[1], 16);
  return byte > 0xff ? { kind: 'problem', problem: INVALID_RUNE } : { kind: 'byte', byte, length: match[0].length + 1 };
}

function readRune(source: string, at: number): Escape | undefined {
  RUNE.lastIndex = at + 1;
  const match = RUNE.exec(source);
  if (match === null) return undefined;
  const code = Number.parseInt(match[1] ?? match[2] ?? '', 16);
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return { kind: 'problem', problem: INVALID_RUNE };
  return { kind: 'text', text: String.fromCodePoint(code), length: match[0].length + 1 };
}

const INVALID_RUNE = 'escape sequence is an invalid Unicode code point';

const DIGITS: ReadonlyMap<string, RegExp> = new Map([
  ['x', /[0-9a-fA-F]/],
  ['u', /[0-9a-fA-F]/],
  ['U', /[0-9a-fA-F]/],
]);

/** What is wrong with an escape that is none, whose letter stands at an offset. */
function problemAt(source: string, at: number): string {
  const letter = charAt(source, at);
  const digits = DIGITS.get(letter) ?? /[0-7]/;
  if (!DIGITS.has(letter) && !digits.test(letter)) {
    return letter === '' ? 'escape sequence not terminated' : `unknown escape sequence ${codePoint(letter)}`;
  }
  let wrong = at + 1;
  while (digits.test(charAt(source, wrong))) wrong++;
  const char = charAt(source, wrong);
  return char === '' ? 'escape sequence not terminated' : `illegal character ${codePoint(char)} in escape sequence`;
}

function charAt(source: string, at: number): string {
  const code = source.codePointAt(at);
  return code === undefined ? '' : String.fromCodePoint(code);
}

function codePoint(char: string): string {
  const code = (char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return `U+${code} '${char}'`;
}
