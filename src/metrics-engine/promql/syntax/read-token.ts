import { quoteRune, quoteString } from './quote.ts';
import { readString } from './string-literal.ts';
import type { Token } from './token.ts';

const WORD = /[a-zA-Z_:][a-zA-Z0-9_:]*/y;
// Within braces and brackets a colon is no part of a word.
const NAME = /[a-zA-Z_][a-zA-Z0-9_]*/y;
// The units of a duration may not run on into a word: 5minutes is neither a duration nor a number.
const DURATION = /(?:\d+(?:ms|[ywdhms]))+(?![a-zA-Z0-9_])/y;
// No digit may be read in two ways, or a long run of them would take quadratic time to refuse.
const NUMBER = /(?:0[xX][0-9a-fA-F_]+|(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?[\d_]+)?)(?![a-zA-Z0-9_.])/y;
const BAD_NUMBER = /\.?\d(?:[a-zA-Z0-9_.]{0,30})/y;
const OPERATOR = /==|!=|>=|<=|[-+*/%^=<>(){}[\],@]/y;
const IN_BRACES = /!=|=~|!~|[=,}]/y;
const IN_BRACKETS = /[-+*/%^(),:\]]/y;
const DURATION_WORDS: ReadonlySet<string> = new Set(['step', 'range', 'min_of', 'max_of']);

/** An open bracket; `[(` is a parenthesis within brackets, where durations are calculated. */
export type Bracket = '(' | '[' | '{' | '[(';

/** Reads the token at an offset that is no space, as it is read within the innermost open bracket. What is no token is an `error`. */
export function readToken(source: string, start: number, inner: Bracket | undefined): Token {
  if (inner === '[' || inner === '[(') return readInBrackets(source, start);
  if (/["'`]/.test(source[start] ?? '')) return stringToken(source, start);
  return inner === '{' ? readInBraces(source, start) : readAnywhere(source, start);
}

function readAnywhere(source: string, start: number): Token {
  const isHalf = source.startsWith('=~', start) || /^!(?!=)/.test(source.slice(start, start + 2));
  if (isHalf) return errorToken(source, start + 1, `unexpected character after ${quoteRune(source[start] ?? '')}`, start);
  return (
    tokenAt('identifier', WORD, source, start) ??
    numberAt(source, start) ??
    tokenAt('operator', OPERATOR, source, start) ??
    errorToken(source, start, 'unexpected character')
  );
}

function readInBraces(source: string, start: number): Token {
  if (source[start] === '{') return { kind: 'error', text: "unexpected left brace '{'", value: '', start, end: start + 1 };
  if (/^![^=~]/.test(source.slice(start, start + 2)))
    return errorToken(source, start + 1, "unexpected character after '!' inside braces", start);
  return (
    tokenAt('identifier', NAME, source, start) ??
    tokenAt('operator', IN_BRACES, source, start) ??
    errorToken(source, start, 'unexpected character inside braces')
  );
}

function readInBrackets(source: string, start: number): Token {
  const word = tokenAt('identifier', NAME, source, start);
  if (word !== undefined && DURATION_WORDS.has(word.text.toLowerCase())) return word;
  return (
    numberAt(source, start) ??
    tokenAt('operator', IN_BRACKETS, source, start) ??
    errorToken(source, start, 'unexpected character in duration expression')
  );
}

/** A duration is tried before a number, or 5m would be the number 5 and a metric named m. */
function numberAt(source: string, start: number): Token | undefined {
  const token = tokenAt('duration', DURATION, source, start) ?? tokenAt('number', NUMBER, source, start);
  if (token !== undefined) return token;
  const bad = textAt(BAD_NUMBER, source, start);
  return bad === undefined
    ? undefined
    : { kind: 'error', text: `bad number or duration syntax: ${quoteString(bad)}`, value: '', start, end: start + bad.length };
}

function stringToken(source: string, start: number): Token {
  const read = readString(source, start);
  return read.ok
    ? { kind: 'string', text: source.slice(start, read.end), value: read.value, start, end: read.end }
    : { kind: 'error', text: read.problem, value: '', start, end: start + 1 };
}

function tokenAt(kind: Token['kind'], pattern: RegExp, source: string, start: number): Token | undefined {
  const text = textAt(pattern, source, start);
  return text === undefined ? undefined : { kind, text, value: '', start, end: start + text.length };
}

function errorToken(source: string, at: number, problem: string, start = at): Token {
  const char = at < source.length ? String.fromCodePoint(source.codePointAt(at) ?? 0) : 'end of input';
  return { kind: 'error', text: `${problem}: ${at < source.length ? quoteRune(char) : char}`, value: '', start, end: at + 1 };
}

function textAt(pattern: RegExp, source: string, offset: number): string | undefined {
  pattern.lastIndex = offset;
  return pattern.exec(source)?.[0];
}
