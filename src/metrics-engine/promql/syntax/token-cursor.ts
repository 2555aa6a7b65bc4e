import type { QueryError } from '../../query-result.ts';
import { unexpectedToken } from './describe-token.ts';
import type { Expression, Span } from './expression.ts';
import { tokenize } from './lexer.ts';
import { parseError, unsupportedError } from './syntax-error.ts';
import type { Token } from './token.ts';

/** Parses a whole expression at the cursor; handed to the parsers of parts, so that they need not import the parser of all. */
export type ParseExpression = (cursor: TokenCursor) => Expression;

/** A place in the tokens of an expression, moved forward by those who read. */
export interface TokenCursor {
  readonly source: string;
  /** The token at a distance, the next one by default; past the end it is the last. */
  peek(distance?: number): Token;
  next(): Token;
  /** Answers whether an operator, or a word in any case, comes next (or at a distance). */
  sees(text: string, distance?: number): boolean;
  /** Steps over an operator, or a word in any case, if it comes next. */
  accept(text: string): boolean;
  /** Steps over an operator that must come next, in a place that the message names. Throws 'bad-query'. */
  expect(text: string, place: string): Token;
  /** Counts the size of a pattern. Throws 'bad-query' when those of the expression would take too long to compile. */
  spendOnPattern(size: number): void;
  /** What was stepped over since an offset. */
  spanFrom(start: number): Span;
  /** Runs a parser one level deeper. Throws 'bad-query' when the nesting is too deep for the stack. */
  nested<Result>(parse: () => Result): Result;
  /** The error of the next token, which may not stand in this place. */
  unexpected(place: string, expected: string): QueryError;
  /** A 'bad-query' error at an offset. */
  error(at: number, problem: string): QueryError;
  /** An 'unsupported' error: see unsupportedError. */
  unsupported(at: number, construct: string, why?: string): QueryError;
}

// Deeper than any expression a person writes, and far from the end of the stack.
const MAX_DEPTH = 200;
// Compiling takes about 3 microseconds an instruction, in which nobody else is served.
const MAX_PATTERNS_SIZE = 100_000;

/** A cursor at the first token of an expression. */
export function tokenCursor(source: string): TokenCursor {
  const tokens = tokenize(source);
  const last = tokens.at(-1) ?? { kind: 'end', text: '', value: '', start: source.length, end: source.length };
  let at = 0;
  let depth = 0;
  let patternsSize = 0;
  const cursor: TokenCursor = {
    source,
    peek: (distance = 0) => tokens[at + distance] ?? last,
    next: () => tokens[at++] ?? last,
    sees: (text, distance = 0) => spells(cursor.peek(distance), text),
    accept: (text) => cursor.sees(text) && cursor.next() !== last,
    expect(text, place) {
      if (!cursor.sees(text)) throw cursor.unexpected(place, JSON.stringify(text));
      return cursor.next();
    },
    spendOnPattern(size) {
      patternsSize += size;
      if (patternsSize > MAX_PATTERNS_SIZE)
        throw cursor.error(cursor.peek().start, `the regular expressions come to more than ${MAX_PATTERNS_SIZE} instructions`);
    },
    spanFrom: (start) => ({ start, end: Math.max(start, tokens[at - 1]?.end ?? start) }),
    nested(parse) {
      if (++depth > MAX_DEPTH) throw cursor.error(cursor.peek().start, `the expression is nested more than ${MAX_DEPTH} levels deep`);
      const result = parse();
      depth--;
      return result;
    },
    unexpected: (place, expected) => cursor.error(cursor.peek().start, unexpectedToken(cursor.peek(), place, expected)),
    error: (offset, problem) => parseError(source, offset, problem),
    unsupported: (offset, construct, why) => unsupportedError(source, offset, construct, why),
  };
  return cursor;
}

function spells({ kind, text }: Token, wanted: string): boolean {
  return (kind === 'operator' && text === wanted) || (kind === 'identifier' && text.toLowerCase() === wanted);
}
