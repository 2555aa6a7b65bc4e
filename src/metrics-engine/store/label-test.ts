import { labelValue } from '../promql/labels.ts';
import { type Matcher, valueTest } from '../promql/matcher.ts';
import type { Labels } from '../query-result.ts';

/** A matcher, made ready to be asked about many values. */
export interface LabelTest {
  readonly name: string;
  /** The only values that are admitted, where the matcher names them; undefined when each must be asked about. */
  readonly values: readonly string[] | undefined;
  readonly admits: (value: string) => boolean;
  /** Whether a series without the label is admitted: in PromQL, absent and empty are the same. */
  readonly admitsAbsent: boolean;
}

// Words parted by | with nothing in them that means more than itself.
const ALTERNATION = /^[\w \-/:@]*(?:\|[\w \-/:@]*)*$/;

/** Makes a matcher ready. Throws QueryError 'bad-query' for a malformed pattern. */
export function labelTest(matcher: Matcher): LabelTest {
  const test = valueTest(matcher);
  const values = namedValues(matcher);
  const admits = matcher.operator === '=' || matcher.operator === '!=' ? test : remembering(test);
  return { name: matcher.name, values, admits, admitsAbsent: test('') };
}

function namedValues({ operator, value }: Matcher): readonly string[] | undefined {
  if (operator === '=') return [value];
  if (operator === '=~' && ALTERNATION.test(value)) return [...new Set(value.split('|'))];
  return undefined;
}

/** The same test, which asks the pattern about each distinct value once and not once a series. */
function remembering(test: (value: string) => boolean): (value: string) => boolean {
  const known = new Map<string, boolean>();
  return (value) => {
    const found = known.get(value);
    if (found !== undefined) return found;
    const admitted = test(value);
    known.set(value, admitted);
    return admitted;
  };
}

/** Answers whether labels satisfy every one of the tests. */
export function candidateTest(tests: readonly LabelTest[]): (labels: Labels) => boolean {
  return (labels) => tests.every(({ name, admits }) => admits(labelValue(labels, name)));
}
