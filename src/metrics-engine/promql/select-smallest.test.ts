import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { selectSmallest } from './select-smallest.ts';

describe('selectSmallest', () => {
  it('puts the value of each rank where sorting would put it, and parts the others around it', () => {
    const value = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.double({ noNaN: true }));
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 200 }), fc.nat(), (values, seed) => {
        const rank = seed % values.length;
        const moved = Float64Array.from(values);
        selectSmallest(moved, rank);
        const found = moved[rank] ?? Number.NaN;
        assert.ok(found === Float64Array.from(values).sort()[rank]);
        assert.ok(moved.subarray(0, rank).every((each) => each <= found) && moved.subarray(rank).every((each) => each >= found));
        assert.deepEqual(Float64Array.from(moved).sort(), Float64Array.from(values).sort());
      }),
    );
  });

  it('is not slowed by values that are in order, all the same, or like an organ pipe', () => {
    const shapes = [(index: number) => index, (index: number) => -index, () => 1, (index: number) => Math.min(index, 50_000 - index)];
    for (const shape of shapes) {
      const values = Float64Array.from({ length: 50_000 }, (_, index) => shape(index));
      const expected = Float64Array.from(values).sort()[12_345];
      selectSmallest(values, 12_345);
      assert.equal(values[12_345], expected);
    }
  });
});
