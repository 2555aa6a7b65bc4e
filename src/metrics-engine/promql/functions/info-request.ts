import type { Column } from '../evaluate/evaluation.ts';
import { labelValue, METRIC_NAME } from '../labels.ts';
import { type Matcher, valueTest } from '../matcher.ts';
import type { Expression } from '../syntax/expression.ts';

/** What the second argument of info() asks for. */
export interface InfoRequest {
  /** What finds the info series: all matchers given, and what they leave open about the metric's name. */
  readonly matchers: readonly Matcher[];
  /** Whether a label of an info series is to be added: those with a matcher, or all when there is none. */
  readonly wants: (label: string) => boolean;
  /** Whether a series stays as it is where no info series fits: when no matcher asks for a label to be there. */
  readonly isOptional: boolean;
  /** Whether a series is itself one of the info series, and so is not to be enriched. */
  readonly isInfoSeries: (column: Column) => boolean;
}

/** Reads the second argument of info(): a selector in braces, or undefined for all labels of target_info. */
export function infoRequest(selector: Expression | undefined): InfoRequest {
  const given = selector?.kind === 'selector' ? selector.matchers : [];
  const names = completed(given.filter(isAboutName));
  const data = given.filter((matcher) => !isAboutName(matcher));
  const wanted = new Set(data.map(({ name }) => name));
  const nameTests = names.map(valueTest);
  return {
    matchers: [...names, ...data],
    wants: (label) => wanted.size === 0 || wanted.has(label),
    isOptional: data.every((matcher) => valueTest(matcher)('')),
    isInfoSeries: ({ labels }) => nameTests.every((test) => test(labelValue(labels, METRIC_NAME))),
  };
}

function isAboutName({ name }: Matcher): boolean {
  return name === METRIC_NAME;
}

/** No condition on the name means target_info; conditions that only rule names out leave all others that end in `_info`. */
function completed(names: readonly Matcher[]): readonly Matcher[] {
  if (names.length === 0) return [{ name: METRIC_NAME, operator: '=', value: 'target_info' }];
  const saysWhich = names.some(({ operator }) => operator === '=' || operator === '=~');
  return saysWhich ? names : [...names, { name: METRIC_NAME, operator: '=~', value: '.+_info' }];
}
