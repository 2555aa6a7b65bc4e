import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { shareCounter } from './share-counter.ts';

function hits(share: number, calls: number): readonly number[] {
  const counter = shareCounter(share);
  return Array.from({ length: calls }, (_, index) => index + 1).filter(() => counter.next());
}

describe('shareCounter', () => {
  it('picks exactly every fiftieth call at 2 %', () => {
    assert.deepEqual(hits(0.02, 200), [50, 100, 150, 200]);
  });

  it('picks none at 0 and all at 1', () => {
    assert.deepEqual(hits(0, 100), []);
    assert.equal(hits(1, 100).length, 100);
  });

  it('is never off by a whole call, for any share', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 1, max: 2000 }), (perMille, calls) => {
        assert.equal(hits(perMille / 1000, calls).length, Math.floor((perMille * calls) / 1000));
      }),
    );
  });
});
