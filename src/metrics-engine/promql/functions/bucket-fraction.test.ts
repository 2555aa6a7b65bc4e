import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { bucketFraction } from './bucket-fraction.ts';
import { bucketQuantiles } from './bucket-quantile.ts';
import type { Bucket } from './classic-histogram.ts';

function buckets(...pairs: readonly (readonly [bound: number, count: number])[]): readonly Bucket[] {
  return pairs.map(([bound, count]) => ({ bound, count }));
}

describe('bucketFraction', () => {
  const POSITIVE = buckets([1, 1], [2, 3], [3, 6], [Infinity, 100]);
  const NEGATIVE = buckets([-3, 10], [-2, 12], [-1, 15], [Infinity, 100]);
  const TABLE: readonly (readonly [fact: string, lower: number, upper: number, buckets: readonly Bucket[], expected: number])[] = [
    ['interpolates within a bucket', 0, 1.5, POSITIVE, 0.02],
    ['counts whole buckets', 1, 3, POSITIVE, 0.05],
    ['takes what is above the highest finite bound to be above every value', 2, 5, POSITIVE, 0.03],
    ['is about all up to +Inf', 400, Infinity, POSITIVE, 0.94],
    ['is 1 for everything', -Infinity, Infinity, POSITIVE, 1],
    ['is 0 between values in the highest bucket', 4, 5, POSITIVE, 0],
    ['takes what is below a first bound that is not positive to be below every value', -4, -2, NEGATIVE, 0.02],
    ['counts it from −Inf on', -Infinity, -1.5, NEGATIVE, 0.135],
    ['is 0 for no width', 2, 2, POSITIVE, 0],
    ['is 0 for a lower above the upper', 3, 2, POSITIVE, 0],
    ['is 0 in a single bucket', 0, 1, buckets([Infinity, 100]), 0],
    ['is NaN without observations', 0, 1, buckets([1, 0], [Infinity, 0]), Number.NaN],
    ['is NaN without an infinite bucket', 0, 1, buckets([1, 1]), Number.NaN],
    ['is NaN without buckets', 0, 1, [], Number.NaN],
    ['is NaN for a lower that is', Number.NaN, 1, POSITIVE, Number.NaN],
    ['is NaN for an upper that is', 0, Number.NaN, POSITIVE, Number.NaN],
    ['joins buckets of one bound', 0, 1, buckets([1, 5], [1, 5], [Infinity, 20]), 0.5],
    ['counts no more than all', 0, 1, buckets([1, 30], [Infinity, 20]), 1],
  ];
  for (const [fact, lower, upper, given, expected] of TABLE) {
    it(fact, () => {
      const found = bucketFraction(lower, upper, given);
      assert.ok(Object.is(found, expected) || Math.abs(found - expected) < 1e-12, `${found} is not ${expected}`);
    });
  }

  it('undoes the quantile below the highest finite bound', () => {
    const gains = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(gains, fc.double({ min: 0, max: 1, noNaN: true }), (counts, share) => {
        let total = 0;
        const given = counts.map((count, index) => ({
          bound: index === counts.length - 1 ? Infinity : index + 1,
          count: (total += count),
        }));
        const value = bucketQuantiles(given).at(share);
        if (value < counts.length - 1) assert.ok(Math.abs(bucketFraction(-Infinity, value, given) - share) < 1e-9);
      }),
    );
  });
});
