import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { type Asking, answerTo, readerOf } from '../evaluate/testing/ask.ts';
import { labelsKey } from '../labels.ts';

const QUERIES: readonly string[] = [
  'abs(x)',
  'round(x, 0.3)',
  'clamp(x, -1, scalar(y))',
  'clamp_max(-x, 1)',
  'sgn(x offset 30s)',
  'hour(x * 1e5)',
  'year()',
  'timestamp(x)',
  'timestamp(x @ 100)',
  'timestamp(vector(1))',
  'vector(scalar(y))',
  'vector(time())',
  'absent(y)',
  'absent(x{a="1"} > 0)',
  'absent_over_time(x[30s])',
  'label_replace(x, "b", "$1", "le", "(.).*")',
  'label_join(x, "b", "/", "a", "le")',
  'sort_by_label(x, "a")',
  'histogram_quantile(0.5, x)',
  'histogram_quantile(scalar(y), abs(x))',
  'histogram_fraction(-1, 1, x)',
  'histogram_quantiles(x, "q", 0.1, time() / 300)',
  'info(x)',
  'info(x, {__name__=~".+_info", kind=~".+"})',
  'max_of(scalar(y), 0) + min_of(time(), 60)',
];

const SERIES = [
  'x{a="1", le="1", job="j"}',
  'x{a="1", le="2", job="j"}',
  'x{a="1", le="+Inf", job="j"}',
  'x{a="2", le="+Inf", job="k"}',
  'y',
  'target_info{job="j", kind="old"}',
];

const value = fc.oneof(fc.integer({ min: -3, max: 9 }), fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, 0.5));
const points = fc.uniqueArray(
  fc.tuple(
    fc.integer({ min: 0, max: 300 }),
    fc.oneof({ weight: 9, arbitrary: value }, { weight: 1, arbitrary: fc.constant('stale' as const) }),
  ),
  {
    selector: ([seconds]) => seconds,
    maxLength: 12,
  },
);
const data = fc
  .tuple(...SERIES.map(() => points))
  .map((all) => readerOf(Object.fromEntries(SERIES.map((name, index) => [name, (all[index] ?? []).toSorted(([a], [b]) => a - b)]))));

type Reader = Parameters<typeof answerTo>[0];

/** Values by instant and series; the refusal's message where there is none. */
function answers(reader: Reader, query: string, when: Parameters<typeof answerTo>[2], asking: Asking): readonly unknown[] {
  const answer = answerTo(reader, query, when, asking);
  if (answer.kind === 'scalar') return Array.from(answer.values);
  if (answer.kind !== 'vector') return [answer.kind];
  return Array.from({ length: answer.grid.count }, (_, index) => {
    const present = answer.columns.filter((column) => column.present[index] === 1);
    return Object.fromEntries(
      present.map((column) => [labelsKey(column.labels), column.values[index]]).toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
    );
  });
}

describe('every function answers over a range what it answers at each of its instants', () => {
  for (const delayedNameRemoval of [false, true]) {
    for (const query of QUERIES) {
      it(`${query}, names going ${delayedNameRemoval ? 'at the end' : 'at once'}`, () => {
        const asking = { options: { delayedNameRemoval, lookbackMs: 60_000 } };
        fc.assert(
          fc.property(data, (reader) => {
            const instants = [0, 1, 2, 3, 4, 5, 6, 7].map((step) => step * 37);
            assert.deepEqual(
              answers(reader, query, [0, 7 * 37, 37], asking),
              instants.flatMap((at) => answers(reader, query, at, asking)),
            );
          }),
          { numRuns: 8 },
        );
      });
    }
  }
});
