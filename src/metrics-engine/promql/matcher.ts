import type { Labels } from '../query-result.ts';
import { labelValue } from './labels.ts';
import { compilePattern } from './pattern.ts';

/** How a matcher compares: equal, unequal, matches the pattern, does not match it. */
export type MatcherOperator = '=' | '!=' | '=~' | '!~';

/** One condition on a label, as it stands between the braces of a selector. */
export interface Matcher {
  readonly name: string;
  readonly operator: MatcherOperator;
  readonly value: string;
}

/**
 * Answers whether a label's value satisfies the matcher; an absent label is asked as ''.
 *
 * Throws QueryError 'bad-query' when the pattern of `=~` or `!~` is malformed.
 */
export function valueTest({ operator, value }: Matcher): (text: string) => boolean {
  switch (operator) {
    case '=':
      return (text) => text === value;
    case '!=':
      return (text) => text !== value;
    case '=~':
      return compilePattern(value).matches;
    case '!~': {
      const { matches } = compilePattern(value);
      return (text) => !matches(text);
    }
  }
}

/** Answers whether labels satisfy every one of the matchers. Throws as valueTest does. */
export function labelsTest(matchers: readonly Matcher[]): (labels: Labels) => boolean {
  const tests = matchers.map((matcher) => ({ name: matcher.name, test: valueTest(matcher) }));
  return (labels) => tests.every(({ name, test }) => test(labelValue(labels, name)));
}
