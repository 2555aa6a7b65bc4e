import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { type Bucket, mergeEqualBounds, rising } from './classic-histogram.ts';

function buckets(...counts: readonly number[]): readonly Bucket[] {
  return counts.map((count, index) => ({ bound: index + 1, count }));
}

function countsOf(risen: readonly Bucket[]): readonly number[] {
  return risen.map(({ count }) => count);
}

describe('mergeEqualBounds', () => {
  it('adds the counts of one bound', () => {
    const merged = mergeEqualBounds([
      { bound: 1, count: 2 },
      { bound: 1, count: 3 },
      { bound: 2, count: 7 },
    ]);
    assert.deepEqual(merged, [
      { bound: 1, count: 5 },
      { bound: 2, count: 7 },
    ]);
  });
});

describe('rising', () => {
  it('leaves rising counts as they are', () =>
    assert.deepEqual(rising(buckets(1, 1, 3)), { buckets: buckets(1, 1, 3), correction: undefined }));

  it('lifts counts that fell, and tells where and by how much at most', () => {
    const { buckets: risen, correction } = rising(buckets(2, 1, 5, 3, 9, 8));
    assert.deepEqual(countsOf(risen), [2, 2, 5, 5, 9, 9]);
    assert.deepEqual(correction, { lowestBound: 2, highestBound: 6, largestLift: 2 });
  });

  it('takes a step in the last bits for none, up or down, and does not tell of it', () => {
    const { buckets: risen, correction } = rising(buckets(10, 10 + 1e-13, 10 - 1e-13, 11));
    assert.deepEqual(countsOf(risen), [10, 10, 10, 11]);
    assert.equal(correction, undefined);
  });

  it('measures a small step against the last count that was taken, so that many of them add up to a real one', () => {
    assert.deepEqual(countsOf(rising(buckets(1, 1 + 1.9e-12, 1 + 4e-12)).buckets), [1, 1, 1 + 4e-12]);
  });

  it('never falls', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1 }), (counts) => {
        const risen = countsOf(rising(buckets(...counts)).buckets);
        assert.ok(risen.every((count, index) => index === 0 || count >= (risen[index - 1] ?? 0)));
      }),
    );
  });
});
