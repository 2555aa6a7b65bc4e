import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { bucketQuantiles } from './bucket-quantile.ts';
import type { Bucket } from './classic-histogram.ts';

function buckets(...pairs: readonly (readonly [bound: number, count: number])[]): readonly Bucket[] {
  return pairs.map(([bound, count]) => ({ bound, count }));
}

/** Buckets with bounds 1, 2 … +Inf from what each of them gained. */
function cumulative(gains: readonly number[]): readonly Bucket[] {
  let total = 0;
  return gains.map((gain, index) => ({ bound: index === gains.length - 1 ? Infinity : index + 1, count: (total += gain) }));
}

describe('bucketQuantiles', () => {
  const LATENCY = buckets([0.1, 50], [0.2, 90], [0.5, 99], [Infinity, 100]);
  const TABLE: readonly (readonly [fact: string, share: number, buckets: readonly Bucket[], expected: number])[] = [
    ['interpolates within the bucket', 0.7, LATENCY, 0.15],
    ['starts the first bucket at 0', 0.25, LATENCY, 0.05],
    ['takes the bound where the rank stands on it', 0.9, LATENCY, 0.2],
    ['knows no more than the highest finite bound above it', 0.999, LATENCY, 0.5],
    ['takes the highest finite bound for all', 1, LATENCY, 0.5],
    ['starts at 0 for none', 0, LATENCY, 0],
    ['does not interpolate below a first bound that is not positive', 0.5, buckets([-1, 10], [Infinity, 10]), -1],
    ['is NaN without an infinite bucket', 0.5, buckets([0.1, 1], [0.2, 2]), Number.NaN],
    ['is NaN for a single bucket', 0.5, buckets([Infinity, 2]), Number.NaN],
    ['is NaN without buckets', 0.5, [], Number.NaN],
    ['is NaN without observations', 0.5, buckets([1, 0], [Infinity, 0]), Number.NaN],
    ['takes the highest finite bound when the count of all is NaN', 0.5, buckets([1, 1], [Infinity, Number.NaN]), 1],
    ['is NaN for a share that is', Number.NaN, LATENCY, Number.NaN],
    ['is NaN, as in Prometheus, for the share 0 where the first bucket is empty', 0, buckets([1, 0], [2, 3], [Infinity, 5]), Number.NaN],
    ['is −Inf below 0, whatever was observed', -0.1, [], -Infinity],
    ['is +Inf above 1, whatever was observed', 1.1, [], Infinity],
    ['joins buckets of one bound', 0.5, buckets([1, 5], [1, 5], [Infinity, 10]), 0.5],
    ['lifts a count that fell towards higher bounds', 0.5, buckets([1, 10], [2, 6], [Infinity, 10]), 0.5],
    ['takes a rise in the last bits for none', 0.5, buckets([1, 10], [2, 10 + 1e-13], [Infinity, 10 + 2e-13]), 0.5],
  ];
  for (const [fact, share, given, expected] of TABLE) {
    it(fact, () => {
      const found = bucketQuantiles(given).at(share);
      assert.ok(Object.is(found, expected) || Math.abs(found - expected) < 1e-12, `${found} is not ${expected}`);
    });
  }

  it('tells of a correction only where a quantile can be told', () => {
    assert.equal(bucketQuantiles(buckets([1, 2], [2, 1], [Infinity, 3])).correction?.largestLift, 1);
    assert.equal(bucketQuantiles(buckets([1, 2], [2, 1])).correction, undefined);
  });

  const share = fc.double({ min: 0, max: 1, noNaN: true });
  const counts = fc.array(fc.nat(100), { minLength: 2, maxLength: 8 }).filter((gains) => gains.some((gain) => gain > 0));

  it('never falls as the share grows, and stays within the finite bounds', () => {
    fc.assert(
      fc.property(counts, share, share, (gains, a, b) => {
        const { at } = bucketQuantiles(cumulative(gains));
        const [low, high] = [at(Math.min(a, b)), at(Math.max(a, b))];
        // Of nothing in an empty first bucket there is no part: Prometheus divides 0 by 0 there, and there alone.
        if (gains[0] === 0 && Math.min(a, b) === 0) {
          assert.ok(Number.isNaN(low));
          return;
        }
        assert.ok(low <= high + 1e-9, `${low} > ${high}`);
        assert.ok(low >= 0 && high <= gains.length - 1);
      }),
    );
  });

  it('lies in a bucket that has the rank', () => {
    fc.assert(
      fc.property(counts, share, (gains, asked) => {
        const given = cumulative(gains);
        const found = bucketQuantiles(given).at(asked);
        const rank = asked * (given.at(-1)?.count ?? 0);
        const reached = given.find(({ bound }) => bound >= found);
        assert.ok((reached?.count ?? 0) >= rank - 1e-9 || reached?.bound === gains.length - 1);
      }),
    );
  });
});
