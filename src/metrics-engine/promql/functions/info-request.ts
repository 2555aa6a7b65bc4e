import type { Column } from '../evaluate/evaluation.ts';
import { labelValue, METRIC_NAME } from '../labels.ts';
import { type Matcher, valueTest } from '../matcher.ts';
import type { Expression } from '../syntax/expression.ts';

/** What the second argument of info() asks for. */
export interface InfoRequest {
  /** All its matchers; with one on the metric's name in any case. */
  readonly matchers: readonly Matcher[];
  /** Whether a label of an info series is to be added: those with a matcher, or all when there is none. */
  readonly wants: (label: string) => boolean;
  /** Whether a series stays as it is where no info series fits: when no matcher asks for a label to be there. */
  readonly isOptional: boolean;
  /** Whether a series is itself one of the info series, and so is not to be enriched. */
  readonly isInfoSeries: (column: Column) => boolean;
}

const TARGET_INFO: Matcher = { name: METRIC_NAME, operator: '=', value: 'target_info' };

/** Reads the second argument of info(): a selector in braces, or undefined for all labels of target_info. */
export function infoRequest(selector: Expression | undefined): InfoRequest {
  const given = selector?.kind === 'selector' ? selector.matchers : [];
  const names = selector === undefined ? [TARGET_INFO] : given.filter(isAboutName);
  const data = given.filter((matcher) => !isAboutName(matcher));
  const wanted = new Set(data.map(({ name }) => name));
  const nameTests = names.map(valueTest);
  return {
    matchers: given.some(isAboutName) ? given : [TARGET_INFO, ...given],
    wants: (label) => wanted.size === 0 || wanted.has(label),
    isOptional: data.every((matcher) => valueTest(matcher)('')),
    isInfoSeries: ({ labels }) => nameTests.length > 0 && nameTests.every((test) => test(labelValue(labels, METRIC_NAME))),
  };
}

function isAboutName({ name }: Matcher): boolean {
  return name === METRIC_NAME;
}
