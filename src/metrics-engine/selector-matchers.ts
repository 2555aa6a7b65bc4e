import type { Matcher } from './promql/matcher.ts';
import { parse } from './promql/syntax/parse.ts';
import { QueryError } from './query-result.ts';

/** The matchers of a selector such as `up{job="x"}`. Throws QueryError 'bad-query' for what is no expression, or another one than a plain selector. */
export function selectorMatchers(selector: string): readonly Matcher[] {
  const expression = parse(selector);
  if (expression.kind !== 'selector') throw new QueryError('bad-query', `${selector} is not a selector such as up{job="x"}`);
  return expression.matchers;
}
