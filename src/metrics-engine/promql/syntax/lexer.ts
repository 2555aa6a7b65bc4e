import { type Bracket, readToken } from './read-token.ts';
import type { Token } from './token.ts';

const SPACE = /(?:[ \t\r\n]+|#[^\n]*)+/y;
const CLOSERS: ReadonlyMap<string, string> = new Map([
  [')', '('],
  ['}', '{'],
  [']', '['],
]);

/** Parts an expression into tokens. The last one is `end`, or `error` at the first text that is no token. */
export function tokenize(source: string): readonly Token[] {
  const tokens: Token[] = [];
  const open: Bracket[] = [];
  for (let at = skipSpace(source, 0); at < source.length; ) {
    const token = bracketed(readToken(source, at, open.at(-1)), open);
    tokens.push(token);
    if (token.kind === 'error') return tokens;
    at = skipSpace(source, token.end);
  }
  return [...tokens, { kind: 'end', text: open.at(-1) ?? '', value: '', start: source.length, end: source.length }];
}

function skipSpace(source: string, from: number): number {
  SPACE.lastIndex = from;
  return from + (SPACE.exec(source)?.[0].length ?? 0);
}

/** Keeps the list of open brackets; a closing one that none opened is an error. */
function bracketed(token: Token, open: Bracket[]): Token {
  if (token.kind !== 'operator') return token;
  if (token.text === '[' || token.text === '{') open.push(token.text);
  if (token.text === '(') open.push(open.at(-1) === '[' || open.at(-1) === '[(' ? '[(' : '(');
  const opener = CLOSERS.get(token.text);
  if (opener === undefined) return token;
  if (open.at(-1) === opener || (opener === '(' && open.at(-1) === '[(')) {
    open.pop();
    return token;
  }
  // Prometheus steps over the parenthesis before it finds that there are too many.
  if (token.text === ')') return { ...token, kind: 'error', start: token.end, text: "unexpected right parenthesis ')'" };
  return { ...token, kind: 'error', text: token.text === ']' ? "unexpected right bracket ']'" : "unexpected character: '}'" };
}
