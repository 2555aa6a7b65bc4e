import type { QueryError } from '../query-result.ts';
import type { Expression } from './expression.ts';
import { tokenize } from './lexer.ts';
import { syntaxError, unsupportedError } from './syntax-error.ts';
import type { Token } from './token.ts';

/** Parses a whole expression at the cursor; handed to the parsers of parts, so that they need not import the parser of all. */
export type ParseExpression = (cursor: TokenCursor) => Expression;

/** A place in the tokens of an expression, moved forward by those who read. */
export interface TokenCursor {
  /** The token at a distance, the next one by default; past the end it is the `end` token. */
  peek(distance?: number): Token;
  next(): Token;
  /** Steps over an operator, or a word in any case, if it comes next. */
  accept(text: string): boolean;
  /** Steps over an operator that must come next. Throws 'bad-query'. */
  expect(text: string): Token;
  /** Answers whether an operator, or a word in any case, comes next. */
  sees(text: string): boolean;
  /** Runs a parser one level deeper. Throws 'bad-query' when the nesting is too deep for the stack. */
  nested<Result>(parse: () => Result): Result;
  syntaxError(at: Token, problem: string): QueryError;
  unsupported(at: Token, construct: string): QueryError;
}

// Deeper than any expression a person writes, and far from the end of the stack.
const MAX_DEPTH = 200;

/** A cursor at the first token of an expression. Throws QueryError 'bad-query' when the text has no tokens to be read. */
export function tokenCursor(source: string): TokenCursor {
  const tokens = tokenize(source);
  const end: Token = { kind: 'end', text: '', offset: source.length };
  let at = 0;
  let depth = 0;
  const cursor: TokenCursor = {
    peek: (distance = 0) => tokens[at + distance] ?? end,
    next: () => tokens[at++] ?? end,
    sees: (text) => spells(cursor.peek(), text),
    accept: (text) => cursor.sees(text) && cursor.next() !== end,
    expect(text) {
      if (!cursor.sees(text)) throw cursor.syntaxError(cursor.peek(), `expected "${text}", found ${describeToken(cursor.peek())}`);
      return cursor.next();
    },
    nested(parse) {
      if (++depth > MAX_DEPTH) throw cursor.syntaxError(cursor.peek(), `the expression is nested more than ${MAX_DEPTH} levels deep`);
      const result = parse();
      depth--;
      return result;
    },
    syntaxError: (token, problem) => syntaxError(source, token.offset, problem),
    unsupported: (token, construct) => unsupportedError(source, token.offset, construct),
  };
  return cursor;
}

function spells({ kind, text }: Token, wanted: string): boolean {
  return (kind === 'operator' && text === wanted) || (kind === 'identifier' && text.toLowerCase() === wanted);
}

/** A token as an error message names it. */
export function describeToken({ kind, text }: Token): string {
  return kind === 'end' ? 'the end of the expression' : `${kind} ${JSON.stringify(text.slice(0, 40))}`;
}
