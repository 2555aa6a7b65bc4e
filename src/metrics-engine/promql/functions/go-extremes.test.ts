import assert from 'node:assert/strict';
import { largerOf, smallerOf } from './go-extremes.ts';

describe('largerOf and smallerOf', () => {
  it('choose', () => assert.deepEqual([largerOf(1, 2), smallerOf(1, 2)], [2, 1]));
  it('are NaN when either is', () => assert.deepEqual([largerOf(Number.NaN, 1), smallerOf(1, Number.NaN)], [Number.NaN, Number.NaN]));
  it('let an infinity win over NaN where it would win over any number', () => {
    assert.equal(largerOf(Number.NaN, Number.POSITIVE_INFINITY), Number.POSITIVE_INFINITY);
    assert.equal(smallerOf(Number.NEGATIVE_INFINITY, Number.NaN), Number.NEGATIVE_INFINITY);
  });
});
