import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { formatExponent, formatInstant, formatSeconds, formatValue } from './format-value.ts';

describe('formatValue', () => {
  const KNOWN: readonly (readonly [value: number, text: string])[] = [
    [0, '0'],
    [-0, '-0'],
    [1, '1'],
    [-2.5, '-2.5'],
    [0.1, '0.1'],
    [1e-6, '0.000001'],
    [9.9e-7, '9.9e-07'],
    [-1.5e-9, '-1.5e-09'],
    [1e-10, '1e-10'],
    [5e-324, '5e-324'],
    [123456789012345680000, '123456789012345680000'],
    [1e21, '1e+21'],
    [-1.7976931348623157e308, '-1.7976931348623157e+308'],
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, '+Inf'],
    [Number.NEGATIVE_INFINITY, '-Inf'],
  ];
  for (const [value, text] of KNOWN) it(`writes ${text}`, () => assert.equal(formatValue(value), text));

  it('writes what reads back as the same number', () => {
    fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => Object.is(Number(formatValue(value)), value)));
  });
});

describe('formatExponent', () => {
  const KNOWN: readonly (readonly [value: number, text: string])[] = [
    [0, '0e+00'],
    [-0, '-0e+00'],
    [1, '1e+00'],
    [123.5, '1.235e+02'],
    [-1e-7, '-1e-07'],
    [1e100, '1e+100'],
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, '+Inf'],
  ];
  for (const [value, text] of KNOWN) it(`writes ${text}`, () => assert.equal(formatExponent(value), text));
});

describe('formatSeconds', () => {
  const KNOWN: readonly (readonly [atMs: number, text: string])[] = [
    [0, '0'],
    [1_700_000_000_000, '1700000000'],
    [1_500, '1.500'],
    [1_005, '1.005'],
    [-1, '-0.001'],
    [-2_000, '-2'],
    [-1_500, '-1.500'],
  ];
  for (const [atMs, text] of KNOWN) it(`writes ${text}`, () => assert.equal(formatSeconds(atMs), text));
});

describe('formatInstant', () => {
  it('writes RFC 3339, and the zero time of Go for what has not come yet', () => {
    assert.equal(formatInstant(1_500), '1970-01-01T00:00:01.500Z');
    assert.equal(formatInstant(undefined), '0001-01-01T00:00:00Z');
  });
});
