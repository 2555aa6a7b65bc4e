import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { NUMBER_FUNCTIONS, roundTo } from './number-functions.ts';

describe('the functions of a value', () => {
  it('map NaN to NaN', () => {
    for (const [name, compute] of Object.entries(NUMBER_FUNCTIONS)) assert.ok(Number.isNaN(compute(Number.NaN)), name);
  });
  it('tell the sign, that of zero included', () => {
    assert.deepEqual([-3, 0, -0, 4, Number.NEGATIVE_INFINITY].map(NUMBER_FUNCTIONS.sgn), [-1, 0, -0, 1, -1]);
  });
  it('turn degrees into radians and back', () => {
    assert.equal(NUMBER_FUNCTIONS.rad(180), Math.PI);
    assert.equal(NUMBER_FUNCTIONS.deg(Math.PI), 180);
  });
});

describe('roundTo', () => {
  it('rounds halves upward', () =>
    assert.deepEqual(
      [0.5, -0.5, 2.5, -2.5].map((value) => roundTo(value, 1)),
      [1, 0, 3, -2],
    ));
  it('rounds to multiples', () => assert.deepEqual([roundTo(17, 5), roundTo(0.14, 0.1), roundTo(1234, 100)], [15, 0.1, 1200]));
  it('is NaN for a step of 0', () => assert.ok(Number.isNaN(roundTo(3, 0))));
  it('stays within half a step', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e9, max: 1e9, noNaN: true }), fc.integer({ min: 1, max: 1000 }), (value, step) => {
        assert.ok(Math.abs(roundTo(value, step) - value) <= step / 2 + 1e-6);
      }),
    );
  });
});
