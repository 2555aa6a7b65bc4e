import { readString } from './string-literal.ts';
import { syntaxError } from './syntax-error.ts';
import type { Token } from './token.ts';

const SPACE = /(?:[ \t\r\n]+|#[^\n]*)+/y;
const IDENTIFIER = /[a-zA-Z_:][a-zA-Z0-9_:]*/y;
// A duration's units may not run on into a word: 5minutes is neither a duration nor a number.
const DURATION = /(?:\d+(?:ms|[ywdhms]))+(?![a-zA-Z0-9_.])/y;
const NUMBER = /(?:0[xX][0-9a-fA-F_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?)(?![a-zA-Z0-9_.])/y;
const OPERATOR = /==|!=|>=|<=|=~|!~|[-+*/%^=<>(){}[\],@:]/y;

/** Parts an expression into tokens, an `end` token last. Throws QueryError 'bad-query' at the first text that is no token. */
export function tokenize(source: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let at = skipSpace(source, 0); at < source.length; ) {
    const { token, end } = readToken(source, at);
    tokens.push(token);
    at = skipSpace(source, end);
  }
  return [...tokens, { kind: 'end', text: '', offset: source.length }];
}

function skipSpace(source: string, from: number): number {
  return from + (textAt(SPACE, source, from)?.length ?? 0);
}

function readToken(source: string, offset: number): { readonly token: Token; readonly end: number } {
  if (/["'`]/.test(source[offset] ?? '')) {
    const { value, end } = readString(source, offset);
    return { token: { kind: 'string', text: value, offset }, end };
  }
  for (const [kind, pattern] of PATTERNS) {
    const text = textAt(pattern, source, offset);
    if (text !== undefined) return { token: { kind, text, offset }, end: offset + text.length };
  }
  throw syntaxError(source, offset, `unexpected ${JSON.stringify(source.slice(offset, offset + 10))}`);
}

// A duration is tried before a number, or 5m would be the number 5 and a metric named m.
const PATTERNS = [
  ['identifier', IDENTIFIER],
  ['duration', DURATION],
  ['number', NUMBER],
  ['operator', OPERATOR],
] as const;

function textAt(pattern: RegExp, source: string, offset: number): string | undefined {
  pattern.lastIndex = offset;
  return pattern.exec(source)?.[0];
}
