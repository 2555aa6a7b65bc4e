import { quoteRune, quoteString } from './quote.ts';
import { readString } from './string-literal.ts';
import type { Token } from './token.ts';

const SPACE = /(?:[ \t\r\n]+|#[^\n]*)+/y;
const WORD = /[a-zA-Z_:][a-zA-Z0-9_:]*/y;
// Within braces and brackets a colon is no part of a word.
const NAME = /[a-zA-Z_][a-zA-Z0-9_]*/y;
// The units of a duration may not run on into a word: 5minutes is neither a duration nor a number.
const DURATION = /(?:\d+(?:ms|[ywdhms]))+(?![a-zA-Z0-9_])/y;
// No digit may be read in two ways, or a long run of them would take quadratic time to refuse.
const NUMBER = /(?:0[xX][0-9a-fA-F_]+|(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?[\d_]+)?)(?![a-zA-Z0-9_.])/y;
const BAD_NUMBER = /\.?\d(?:[a-zA-Z0-9_.]{0,30})/y;
const OPERATOR = /==|!=|>=|<=|[-+*/%^=<>(){}[\],@]/y;
const IN_BRACES = /!=|=~|!~|[=,{}]/y;
const IN_BRACKETS = /[-+*/%^(),:\]]/y;
const DURATION_WORDS: ReadonlySet<string> = new Set(['step', 'range', 'min_of', 'max_of']);
// A parenthesis that was opened within brackets.
const IN_DURATION = '[(';
const CLOSERS: ReadonlyMap<string, string> = new Map([
  [')', '('],
  ['}', '{'],
  [']', '['],
]);

/** Parts an expression into tokens. The last one is `end`, or `error` at the first text that is no token. */
export function tokenize(source: string): readonly Token[] {
  const tokens: Token[] = [];
  const open: string[] = [];
  for (let at = skipSpace(source, 0); at < source.length; ) {
    const token = bracketed(readToken(source, at, open), open);
    tokens.push(token);
    if (token.kind === 'error') return tokens;
    at = skipSpace(source, token.end);
  }
  return [...tokens, { kind: 'end', text: open.at(-1) ?? '', value: '', start: source.length, end: source.length }];
}

function skipSpace(source: string, from: number): number {
  return from + (textAt(SPACE, source, from)?.length ?? 0);
}

/** Keeps the list of open brackets; a closing one that none opened is an error. */
function bracketed(token: Token, open: string[]): Token {
  if (token.kind !== 'operator') return token;
  if (token.text === '[' || token.text === '{') open.push(token.text);
  if (token.text === '(') open.push(open.at(-1) === '[' || open.at(-1) === IN_DURATION ? IN_DURATION : '(');
  const opener = CLOSERS.get(token.text);
  if (opener === undefined) return token;
  if (open.at(-1) === opener || (opener === '(' && open.at(-1) === IN_DURATION)) {
    open.pop();
    return token;
  }
  // Prometheus steps over the parenthesis before it finds that there are too many.
  if (token.text === ')') return { ...token, kind: 'error', start: token.end, text: "unexpected right parenthesis ')'" };
  return { ...token, kind: 'error', text: token.text === ']' ? "unexpected right bracket ']'" : "unexpected character: '}'" };
}

function readToken(source: string, start: number, open: readonly string[]): Token {
  const inner = open.at(-1);
  if (inner === '[' || inner === IN_DURATION) return readInBrackets(source, start);
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
