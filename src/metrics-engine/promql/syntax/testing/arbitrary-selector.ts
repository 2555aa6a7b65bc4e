import * as fc from 'fast-check';
import { METRIC_NAME } from '../../labels.ts';
import type { Matcher } from '../../matcher.ts';
import type { PinnedTime, RangeSelector, VectorSelector } from '../expression.ts';
import { arbitraryOffset, arbitraryRange } from './arbitrary-duration.ts';

const PLAIN = { noNullPrototype: true } as const;
const span = fc.constant({ start: 0, end: 0 });
const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('"} or y{a="', '\n\\', '\udcff\udc80', '`', '\u0000\u007f'));

/** Names of labels: plain ones, PromQL's own words, and ones that must be quoted. */
export const arbitraryLabel = fc.oneof(
  fc.constantFrom('a', 'le', 'job', 'by', 'on', 'inf', 'nan', 'without', 'bool', 'offset', 'start', 'sum', 'constructor', 'a.b', 'é'),
  fc.string({ minLength: 1 }),
);

const name = fc.oneof(
  fc.constantFrom(
    'x',
    'http_requests_total',
    'a:b',
    ':c',
    'sum',
    'on',
    'Inf',
    'NaN',
    'offset',
    'and',
    'by',
    'bool',
    'start',
    'fill',
    'a.b',
    'é',
  ),
  fc.string({ minLength: 1 }),
);
const literal = fc.record({ name: arbitraryLabel, operator: fc.constantFrom('=', '!='), value: text }, PLAIN);
const pattern = fc.record(
  { name: arbitraryLabel, operator: fc.constantFrom('=~', '!~'), value: fc.constantFrom('', 'a|b', '(?i:x).*', '\\d+\n') },
  PLAIN,
);
const matcher = fc.oneof(literal, pattern).filter((each) => each.name !== METRIC_NAME) as fc.Arbitrary<Matcher>;

const named = fc
  .record({ name, others: fc.array(matcher, { maxLength: 3 }) })
  .map(({ name: value, others }): readonly Matcher[] => [{ name: METRIC_NAME, operator: '=', value }, ...others]);
const unnamed = fc
  .array(matcher, { maxLength: 2 })
  .map((others): readonly Matcher[] => [
    ...others,
    { name: 'b', operator: '=', value: 'c' },
    { name: METRIC_NAME, operator: '=~', value: 'n.*' },
  ]);

/** Where `@` pins, or nowhere. */
export const arbitraryAt: fc.Arbitrary<PinnedTime | undefined> = fc.constantFrom<(PinnedTime | undefined)[]>(
  undefined,
  'start',
  'end',
  0,
  1234,
  -5000,
  1.7e12,
);

/** The matchers of a selector, of which one at least is not satisfied by nothing. */
export const arbitraryMatchers: fc.Arbitrary<readonly Matcher[]> = fc.oneof(named, unnamed);

/** Selectors of every kind. */
export const arbitrarySelector: fc.Arbitrary<VectorSelector> = fc.record(
  { kind: fc.constant('selector' as const), matchers: arbitraryMatchers, offset: arbitraryOffset, at: arbitraryAt, span },
  PLAIN,
);

/** Ranges of selectors. */
export const arbitraryRangeSelector: fc.Arbitrary<RangeSelector> = fc.record(
  { kind: fc.constant('range' as const), selector: arbitrarySelector, range: arbitraryRange, span },
  PLAIN,
);
