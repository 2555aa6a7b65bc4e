import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { LimitCount } from './limit-count.ts';

const exactSide = (samples: readonly number[], fraction: number, limit: number): number => {
  const sorted = [...samples].sort((a, b) => a - b);
  const rank = fraction * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(rank)] ?? 0, sorted[Math.ceil(rank)] ?? 0];
  return Math.sign(low + (high - low) * (rank - Math.floor(rank)) - limit);
};

const sideOf = (samples: readonly number[], fraction: number, limit: number): -1 | 0 | 1 | undefined => {
  const count = new LimitCount(limit);
  for (const sample of samples) count.add(sample);
  return count.side(fraction);
};

describe('LimitCount', () => {
  it('decides as sorting all samples would, whatever they are', () => {
    const fractions = fc.constantFrom(0, 0.5, 0.9, 0.95, 0.99, 0.999, 1);
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 60 }),
        fractions,
        fc.integer({ min: 0, max: 12 }),
        (samples, fraction, limit) => {
          assert.equal(sideOf(samples, fraction, limit), exactSide(samples, fraction, limit) + 0);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('interpolates between the neighbours of the limit: p95 of 19 at 0 and one at 1000 is 50', () => {
    const samples = [...Array.from({ length: 19 }, () => 0), 1000];
    assert.equal(sideOf(samples, 0.95, 51), -1);
    assert.equal(sideOf(samples, 0.95, 49), 1);
  });

  it('decides nothing without a sample', () => assert.equal(new LimitCount(200).side(0.95), undefined));
});
