import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { SKETCH_RELATIVE_ERROR, Sketch } from './sketch.ts';

/** Linear interpolation at rank fraction·(n−1), on all samples. */
const exact = (sorted: readonly number[], fraction: number): number => {
  const rank = fraction * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(rank)] ?? 0, sorted[Math.ceil(rank)] ?? 0];
  return low + (high - low) * (rank - Math.floor(rank));
};

const sketchOf = (values: readonly number[]): Sketch => {
  const sketch = new Sketch();
  for (const value of values) sketch.add(value);
  return sketch;
};

describe('Sketch', () => {
  it('keeps every quantile of positive values within its relative error', () => {
    const values = fc.array(fc.double({ min: 1e-6, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(values, fc.double({ min: 0, max: 1, noNaN: true }), (samples, fraction) => {
        const truth = exact(
          [...samples].sort((a, b) => a - b),
          fraction,
        );
        const estimate = sketchOf(samples).quantile(fraction);
        assert.ok(Math.abs(estimate - truth) <= truth * (SKETCH_RELATIVE_ERROR + 1e-9), `${estimate} for ${truth}`);
      }),
    );
  });

  it('keeps count, least, greatest and mean exactly', () => {
    const sketch = sketchOf([3, -1, 0, 10]);
    assert.deepEqual([sketch.count, sketch.min, sketch.max, sketch.mean], [4, -1, 10, 3]);
  });

  it('orders negative values, zeros and positive ones', () => {
    const sketch = sketchOf([-100, -1, 0, 0, 50]);
    assert.equal(sketch.quantile(0.5), 0);
    assert.ok(Math.abs(sketch.quantile(0.25) + 1) <= 0.005);
    assert.equal(sketch.quantile(0), -100);
    assert.equal(sketch.quantile(1), 50);
  });

  it('answers zeros when it is empty', () => {
    const sketch = new Sketch();
    assert.deepEqual([sketch.count, sketch.min, sketch.max, sketch.mean, sketch.quantile(0.95)], [0, 0, 0, 0, 0]);
  });

  it('spans the least and the greatest doubles', () => {
    const sketch = sketchOf([Number.MIN_VALUE, 1, Number.MAX_VALUE]);
    assert.ok(Math.abs(sketch.quantile(0.5) - 1) <= 0.005);
  });
});
