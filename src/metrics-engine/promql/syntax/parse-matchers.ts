import { QueryError } from '../../query-result.ts';
import { METRIC_NAME } from '../labels.ts';
import { type Matcher, type MatcherOperator, valueTest } from '../matcher.ts';
import { patternSize } from '../pattern-size.ts';
import type { Token } from './token.ts';
import type { TokenCursor } from './token-cursor.ts';

const PLACE = 'label matching';
const OPERATORS: readonly string[] = ['=', '!=', '=~', '!~'] satisfies readonly MatcherOperator[];
// Each pattern is compiled to be checked, so what a hostile expression could cost is bounded here.
const MAX_MATCHERS = 100;

/** Parses `{matcher, …}` if it comes next; a comma may stand behind the last. Throws 'bad-query', also for a malformed pattern. */
export function parseMatchers(cursor: TokenCursor): readonly Matcher[] {
  const matchers: Matcher[] = [];
  const { start } = cursor.peek();
  if (!cursor.accept('{')) return matchers;
  while (!cursor.accept('}')) {
    matchers.push(parseMatcher(cursor));
    if (matchers.length > MAX_MATCHERS) throw cursor.error(start, `a selector has more than ${MAX_MATCHERS} label matchers`);
    if (!cursor.sees('}') && !cursor.accept(',')) throw cursor.unexpected(PLACE, '"," or "}"');
  }
  return matchers;
}

/** `label op "value"`, where the label may be quoted; a quoted text alone is the metric's name. */
function parseMatcher(cursor: TokenCursor): Matcher {
  const label = cursor.peek();
  if (label.kind !== 'identifier' && label.kind !== 'string') throw cursor.unexpected(PLACE, 'identifier or "}"');
  cursor.next();
  const name = label.kind === 'string' ? label.value : label.text;
  if (label.kind === 'string' && (cursor.sees(',') || cursor.sees('}'))) return { name: METRIC_NAME, operator: '=', value: name };
  const operator = parseOperator(cursor);
  if (cursor.peek().kind !== 'string') throw cursor.unexpected(PLACE, 'string');
  return checkPattern(cursor, label, { name, operator, value: cursor.next().value });
}

function parseOperator(cursor: TokenCursor): MatcherOperator {
  const { kind, text } = cursor.peek();
  if (kind !== 'operator' || !OPERATORS.includes(text)) throw cursor.unexpected(PLACE, 'label matching operator');
  cursor.next();
  return text as MatcherOperator;
}

function checkPattern(cursor: TokenCursor, at: Token, matcher: Matcher): Matcher {
  if (matcher.operator === '=~' || matcher.operator === '!~') cursor.spendOnPattern(patternSize(matcher.value));
  try {
    valueTest(matcher);
    return matcher;
  } catch (problem) {
    if (problem instanceof QueryError) throw cursor.error(at.start, problem.message);
    throw problem;
  }
}
