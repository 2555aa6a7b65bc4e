import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { scaleByTwo, splitByTwo } from '../binary-exponent.ts';
import { power } from './power.ts';

const [INF, NAN] = [Number.POSITIVE_INFINITY, Number.NaN];

describe('power', () => {
  it('is 1 to a base of 1 whatever the exponent, and -1 to an infinite exponent', () => {
    assert.deepEqual([power(1, NAN), power(1, INF), power(1, -INF), power(-1, INF), power(-1, -INF), power(NAN, 0)], [1, 1, 1, 1, 1, 1]);
  });

  it("gives Go's results bit by bit where the exponent is whole", () => {
    // By Go 1.26's math.Pow on amd64.
    const known: readonly (readonly [number, number, number])[] = [
      [1.1, 7, 1.9487171000000012],
      [1.1, -10, 0.3855432894295315],
      [7.3, 10, 4.297625829703557e8],
      [7.3, 100, 2.1492454304289762e86],
      [123.456, -3, 5.314512037978083e-7],
      [0.1, 100, 1.0000000000000108e-100],
      [0.3, 33, 5.559060566555518e-18],
      [-8, -3, -0.001953125],
      [10, -10, 1e-10],
      [1.0000001, 1e9, 2.688103843211962e43],
      [2.5, -400, 6.668014432879849e-160],
      [1.7, 57, 1.3664335558742342e13],
    ];
    for (const [base, exponent, result] of known) assert.equal(power(base, exponent), result, `${base}^${exponent}`);
  });

  it('is infinite or 0 beyond the numbers, and unknown for a root of a number below 0', () => {
    assert.deepEqual([power(10, 400), power(10, -400), power(-10, 401), power(2, 1e19), power(0.5, 1e19)], [INF, 0, -INF, INF, 0]);
    assert.deepEqual([power(-8, 1 / 3), power(-4, 0.5), power(0, -1), power(0, 2), power(INF, -1)], [NAN, NAN, INF, 0, 0]);
  });

  it('takes roots', () => {
    assert.deepEqual([power(9, 0.5), power(16, -0.5), power(5, 1)], [3, 0.25, 5]);
    assert.ok(Math.abs(power(8, 1 / 3) - 2) < 1e-15);
    assert.ok(Math.abs(power(32, 0.8) - 16) < 1e-13);
  });

  it('squares as multiplication does', () => {
    fc.assert(fc.property(fc.double({ min: -1e150, max: 1e150, noNaN: true }), (x) => Math.abs(x) < 1e-150 || power(x, 2) === x * x));
  });

  it('agrees with the platform to the last digits', () => {
    const base = fc.double({ min: 1e-6, max: 1e6, noNaN: true });
    const exponent = fc.double({ min: -20, max: 20, noNaN: true });
    fc.assert(
      fc.property(base, exponent, (x, y) => {
        const [found, expected] = [power(x, y), x ** y];
        return found === expected || Math.abs(found - expected) <= 1e-13 * Math.abs(expected);
      }),
    );
  });
});

describe('splitByTwo and scaleByTwo', () => {
  it('are the inverse of each other for every number', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const { mantissa, exponent } = splitByTwo(value);
        assert.ok(value === 0 || (Math.abs(mantissa) >= 0.5 && Math.abs(mantissa) < 1));
        assert.ok(Object.is(scaleByTwo(mantissa, exponent), value));
      }),
    );
  });

  it('leave the numbers on either side', () => {
    assert.deepEqual([scaleByTwo(1, 1023), scaleByTwo(1, 1024), scaleByTwo(-1, 5000)], [2 ** 1023, INF, -INF]);
    assert.deepEqual([scaleByTwo(1, -1074), scaleByTwo(1, -1076), scaleByTwo(INF, -5000)], [5e-324, 0, INF]);
  });
});
