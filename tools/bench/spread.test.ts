import assert from 'node:assert/strict';
import { summedRow } from './section.ts';
import { spreadOf } from './spread.ts';

describe('spreadOf', () => {
  it('takes the middle one of an odd number, whatever their order', () => {
    assert.deepEqual(spreadOf([9, 1, 2]), { median: 2, min: 1, max: 9, samples: [9, 1, 2] });
  });

  it('takes the mean of the middle two of an even number', () => {
    assert.equal(spreadOf([1, 10, 2, 4])?.median, 3);
  });

  it('makes nothing of nothing', () => {
    assert.equal(spreadOf([]), undefined);
  });
});

describe('summedRow', () => {
  const columns = ['engine', 'vegeta'];
  const ratio = (samples: Readonly<Record<string, readonly number[]>>): number | undefined =>
    summedRow({ name: 'p95', unit: 'ms', samples }, columns).ratio;

  it('divides the median of the first column by that of the second', () => {
    assert.equal(ratio({ engine: [30, 10, 20], vegeta: [10] }), 2);
  });

  it('has no ratio over zero, nor without both columns', () => {
    assert.equal(ratio({ engine: [1], vegeta: [0] }), undefined);
    assert.equal(ratio({ engine: [1] }), undefined);
  });
});
