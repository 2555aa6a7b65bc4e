import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { generalNotation, openMetricsNotation } from './general-notation.ts';

describe('generalNotation', () => {
  // What Go 1.26 prints for %g and %.2g.
  const TABLE: readonly (readonly [value: number, shortest: string, twoDigits: string])[] = [
    [0, '0', '0'],
    [-1, '-1', '-1'],
    [0.25, '0.25', '0.25'],
    [99_999.5, '99999.5', '1e+05'],
    [100_000, '100000', '1e+05'],
    [1_000_000, '1e+06', '1e+06'],
    [123_456, '123456', '1.2e+05'],
    [1_234_567.5, '1.2345675e+06', '1.2e+06'],
    [1e21, '1e+21', '1e+21'],
    [0.0001, '0.0001', '0.0001'],
    [0.00012345, '0.00012345', '0.00012'],
    [0.00001, '1e-05', '1e-05'],
    [5e-324, '5e-324', '4.9e-324'],
    [100, '100', '1e+02'],
    [10, '10', '10'],
    [9.96, '9.96', '10'],
    [-0, '-0', '-0'],
    [Number.NaN, 'NaN', 'NaN'],
    [Number.POSITIVE_INFINITY, '+Inf', '+Inf'],
    [Number.NEGATIVE_INFINITY, '-Inf', '-Inf'],
  ];
  for (const [value, shortest, twoDigits] of TABLE) {
    it(`writes ${shortest}`, () => assert.deepEqual([generalNotation(value), generalNotation(value, 2)], [shortest, twoDigits]));
  }

  it('reads back as the same number', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => assert.equal(Number(generalNotation(value)), value)),
    );
  });
});

describe('openMetricsNotation', () => {
  const TABLE: readonly (readonly [value: number, text: string])[] = [
    [0, '0.0'],
    [-0, '0.0'],
    [1, '1.0'],
    [0.95, '0.95'],
    [-0.1, '-0.1'],
    [100, '100.0'],
    [1e6, '1e+06'],
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, '+Inf'],
  ];
  for (const [value, text] of TABLE) it(`writes ${text}`, () => assert.equal(openMetricsNotation(value), text));
});
