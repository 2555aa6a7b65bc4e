import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { answerTo, type Points, plain, readerOf } from './promql/evaluate/testing/ask.ts';
import { OVER_TIME } from './promql/over-time/over-time.ts';
import { SeriesStore } from './store/series-store.ts';

// Several sealed chunks and some samples that are not sealed yet, a window of thousands, and many of a few.
const COUNT = 3000;
const SCALARS: Readonly<Record<string, (range: string) => string>> = {
  quantile_over_time: (range) => `quantile_over_time(0.37, ${range})`,
  predict_linear: (range) => `predict_linear(${range}, 600)`,
  double_exponential_smoothing: (range) => `double_exponential_smoothing(${range}, 0.4, 0.2)`,
};
const CALLS = Object.keys(OVER_TIME).map((name) => SCALARS[name] ?? ((range: string) => `${name}(${range})`));

/** Values as they come from a service: a counter with resets, a gauge of decimals, and one that is sometimes no number. */
const KINDS: Readonly<Record<string, (index: number, chance: number, before: number) => number>> = {
  counter: (_, chance, before) => (chance > 0.999 ? 0 : before + Math.floor(chance * 20)),
  decimals: (index, chance) => chance * 100 + (index % 7) / 10,
  broken: (_, chance) => (chance > 0.995 ? Number.NaN : chance > 0.99 ? Number.POSITIVE_INFINITY : Math.floor(chance * 3)),
};

function pointsOf(kind: string, chances: readonly number[], isEven: boolean): Points {
  let before = 0;
  return Array.from({ length: COUNT }, (_, index) => {
    const chance = ((chances[index % chances.length] ?? 0) * (1 + (index % 89))) % 1;
    before = KINDS[kind]?.(index, chance, before) ?? 0;
    return [index * 15 + (isEven ? 0 : Math.floor(chance * 5000) / 1000), before] as const;
  });
}

function storeOf(points: Points): SeriesStore {
  const store = new SeriesStore({ maxSeries: 1 });
  const series = store.series({ __name__: 'x' });
  for (const [seconds, value] of points) if (typeof value === 'number') series?.append(Math.round(seconds * 1000), value);
  return store;
}

/** Every number of an answer, whatever its shape. */
function numbersOf(answer: unknown): readonly unknown[] {
  return Object.values(answer as object).flat();
}

describe('functions over long windows of sealed chunks', () => {
  for (const kind of Object.keys(KINDS)) {
    it(`answer what they answer on plain arrays: ${kind}`, () => {
      const asked = fc.constantFrom<Parameters<typeof answerTo>[2]>(44_000, 31_003.5, [20_000, 45_000, 5000], [44_000, 44_600, 15]);
      const chances = fc.array(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), { minLength: 50, maxLength: 97 });
      fc.assert(
        fc.property(chances, asked, fc.constantFrom('5m', '1h', '12h'), fc.boolean(), (drawn, when, range, isEven) => {
          const points = pointsOf(kind, drawn, isEven);
          const [store, arrays] = [storeOf(points), readerOf({ x: points })];
          for (const call of CALLS) {
            const query = call(`x[${range}]`);
            const [ours, expected] = [store, arrays].map((reader) => numbersOf(plain(answerTo(reader, query, when))));
            const isRoundedOtherwise = /^(?:sum|avg)_over/.test(query);
            assertSame(ours ?? [], expected ?? [], isRoundedOtherwise, query);
          }
        }),
        { numRuns: 12 },
      );
    });
  }
});

/** Equal bit by bit; of sums over long runs, the last bit but one may differ, because a chunk is added up before it is added. */
function assertSame(ours: readonly unknown[], expected: readonly unknown[], isRoundedOtherwise: boolean, query: string): void {
  if (!isRoundedOtherwise) return assert.deepEqual(ours, expected, query);
  assert.equal(ours.length, expected.length, query);
  for (const [index, value] of expected.entries()) {
    const [a, b] = [Number(ours[index]), Number(value)];
    assert.ok(Object.is(a, b) || Math.abs(a - b) <= 2 * Number.EPSILON * Math.abs(b), `${query}: ${a} is not ${b}`);
  }
}
