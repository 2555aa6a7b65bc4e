import { QueryError } from '../query-result.ts';
import type { Expression, VectorSelector } from './expression.ts';
import { METRIC_NAME } from './labels.ts';
import { type Matcher, type MatcherOperator, valueTest } from './matcher.ts';
import { parseRangeAndModifiers } from './parse-modifiers.ts';
import type { Token } from './token.ts';
import { describeToken, type TokenCursor } from './token-cursor.ts';

/** Parses `name{matchers}[range] offset … @ …` at the cursor; every part but one of name and matchers may be missing. */
export function parseSelector(cursor: TokenCursor): Expression {
  const start = cursor.peek();
  const name = start.kind === 'identifier' ? [{ name: METRIC_NAME, operator: '=', value: cursor.next().text } as const] : [];
  const matchers = [...name, ...parseMatchers(cursor)];
  refuseBoundless(cursor, start, matchers);
  refuseTwoNames(cursor, start, name.length, matchers);
  const selector: VectorSelector = { kind: 'selector', matchers, offsetMs: 0, at: undefined };
  return parseRangeAndModifiers(cursor, selector);
}

function parseMatchers(cursor: TokenCursor): readonly Matcher[] {
  const matchers: Matcher[] = [];
  if (!cursor.accept('{')) return matchers;
  while (!cursor.accept('}')) {
    matchers.push(parseMatcher(cursor));
    if (!cursor.sees('}')) cursor.expect(',');
  }
  return matchers;
}

/** `label op "value"`, where the label may be quoted; a quoted text alone is the metric's name. */
function parseMatcher(cursor: TokenCursor): Matcher {
  const label = cursor.next();
  const isName = label.kind === 'identifier' && !label.text.includes(':');
  if (!isName && label.kind !== 'string') throw cursor.syntaxError(label, `expected a label name, found ${describeToken(label)}`);
  if (label.kind === 'string' && (cursor.sees(',') || cursor.sees('}'))) return { name: METRIC_NAME, operator: '=', value: label.text };
  const operator = parseOperator(cursor);
  const value = cursor.next();
  if (value.kind !== 'string') throw cursor.syntaxError(value, `expected a quoted label value, found ${describeToken(value)}`);
  return checkPattern(cursor, value, { name: label.text, operator, value: value.text });
}

const OPERATORS: readonly string[] = ['=', '!=', '=~', '!~'] satisfies readonly MatcherOperator[];

function parseOperator(cursor: TokenCursor): MatcherOperator {
  const token = cursor.next();
  if (token.kind === 'operator' && OPERATORS.includes(token.text)) return token.text as MatcherOperator;
  throw cursor.syntaxError(token, `expected one of = != =~ !~, found ${describeToken(token)}`);
}

function checkPattern(cursor: TokenCursor, value: Token, matcher: Matcher): Matcher {
  try {
    valueTest(matcher);
    return matcher;
  } catch (problem) {
    if (problem instanceof QueryError) throw cursor.syntaxError(value, problem.message);
    throw problem;
  }
}

/** A selector that an absent label satisfies in every matcher would read the whole store. */
function refuseBoundless(cursor: TokenCursor, start: Token, matchers: readonly Matcher[]): void {
  if (matchers.every((matcher) => valueTest(matcher)(''))) {
    throw cursor.syntaxError(start, 'a selector needs a metric name or a matcher that the empty text does not satisfy');
  }
}

function refuseTwoNames(cursor: TokenCursor, start: Token, written: number, matchers: readonly Matcher[]): void {
  const names = matchers.filter(({ name, operator }) => name === METRIC_NAME && operator === '=');
  const others = matchers.filter(({ name }) => name === METRIC_NAME).length;
  if (written > 0 && others > 1)
    throw cursor.syntaxError(start, `the metric name is set twice: ${names.map(({ value }) => value).join(', ')}`);
}
