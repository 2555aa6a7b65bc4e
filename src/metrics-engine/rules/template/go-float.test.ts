import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { formatFloat } from './go-float.ts';

describe('formatFloat', () => {
  it('writes what Go writes', () => {
    const answers = [
      [0, 'g', -1, '0'],
      [-0, 'g', -1, '-0'],
      [1e6, 'g', -1, '1e+06'],
      [100_000, 'g', -1, '100000'],
      [123_456_789.5, 'g', -1, '1.234567895e+08'],
      [0.0001, 'g', -1, '0.0001'],
      [0.00001, 'g', -1, '1e-05'],
      [5e-324, 'g', -1, '5e-324'],
      [1234.5678, 'g', 4, '1235'],
      [12_345, 'g', 4, '1.234e+04'],
      [1000.5, 'g', 4, '1000'],
      [99_999, 'g', 4, '1e+05'],
      [1e21, 'f', -1, '1000000000000000000000'],
      [0.5, 'f', 0, '0'],
      [1.5, 'f', 0, '2'],
      [2.5, 'f', 0, '2'],
      [-1.005, 'f', 2, '-1.00'],
      [0, 'e', 3, '0.000e+00'],
      [3, 'e', -1, '3e+00'],
      [1e-300, 'f', 3, '0.000'],
      [Number.POSITIVE_INFINITY, 'e', 2, '+Inf'],
      [Number.NEGATIVE_INFINITY, 'g', -1, '-Inf'],
      [Number.NaN, 'f', 1, 'NaN'],
    ] as const;
    for (const [value, format, precision, wanted] of answers) assert.equal(formatFloat(value, format, precision), wanted);
  });

  it('writes as many digits as tell a number from all others', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constantFrom('e', 'f', 'g'), (value, format) => {
        assert.equal(Number(formatFloat(value, format, -1)), value);
      }),
    );
  });

  it('agrees with JavaScript where no half has to be rounded', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e15, max: 1e15, noNaN: true }), fc.integer({ min: 0, max: 12 }), (value, digits) => {
        const isHalf = Math.abs(value).toFixed(20).replace(/0+$/, '').endsWith('5');
        fc.pre(!isHalf && !Object.is(value, -0));
        assert.equal(Number(formatFloat(value, 'f', digits)), Number(value.toFixed(digits)));
      }),
    );
  });
});
