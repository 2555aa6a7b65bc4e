import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { formatPlain } from './format-plain.ts';

describe('formatPlain', () => {
  it('never writes an exponent', () => {
    const written = [1.5e21, -2.5e-7, 5e-324, 123456789, 0.1, -0].map(formatPlain);
    assert.deepEqual(written.with(2, ''), ['1500000000000000000000', '-0.00000025', '', '123456789', '0.1', '-0']);
    assert.equal(written[2], `0.${'0'.repeat(323)}5`);
    assert.deepEqual([NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].map(formatPlain), ['NaN', '+Inf', '-Inf']);
  });

  it('writes what reads back as the same number', () => {
    fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => Object.is(Number(formatPlain(value)), value)));
    fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => !formatPlain(value).includes('e')));
  });
});
