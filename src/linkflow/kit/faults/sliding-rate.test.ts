import assert from 'node:assert/strict';
import { slidingRate } from './sliding-rate.ts';

describe('slidingRate', () => {
  it('counts what happened within the last second only', () => {
    const rate = slidingRate();
    assert.equal(rate.hit(0), 1);
    assert.equal(rate.hit(500), 2);
    assert.equal(rate.hit(999), 3);
    assert.equal(rate.hit(1000), 3);
    assert.equal(rate.hit(5000), 1);
  });

  it('stays exact over many more events than it holds', () => {
    const rate = slidingRate();
    let last = 0;
    for (let index = 0; index < 10_000; index += 1) last = rate.hit(index * 5);
    assert.equal(last, 200);
  });
});
