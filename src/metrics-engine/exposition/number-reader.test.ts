import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { NumberReader } from './number-reader.ts';

/** The number that stands first in a text; undefined when none does. */
function read(text: string): number | undefined {
  const reader = new NumberReader('text');
  return reader.read(Buffer.from(`${text}\n`), 0) ? reader.value : undefined;
}

describe('NumberReader', () => {
  it('reads every spelling of what is no finite number', () => {
    assert.deepEqual(['NaN', 'nan', '+Inf', '-inf', 'Infinity'].map(read), [Number.NaN, Number.NaN, Infinity, -Infinity, Infinity]);
  });

  it('reads what is neither common nor wrong', () => {
    assert.deepEqual(
      ['-0', '5.', '.5', '-.5e+1', '+7', '1E3', '1e-999', '007', '9007199254740993', '1e23', '1.5e22', '2.2250738585072014e-308'].map(read),
      [-0, 5, 0.5, -5, 7, 1000, 0, 7, 9007199254740992, 1e23, 1.5e22, 2.2250738585072014e-308],
    );
  });

  it('refuses what Prometheus refuses', () => {
    for (const text of [
      '',
      '.',
      '-',
      '+',
      'e5',
      '1e',
      '1e+',
      '1e999',
      '0x1f',
      '1_000',
      '1,5',
      '1.2.3',
      '--1',
      '+NaN',
      '-nan',
      '1e5.5',
      '1d',
    ])
      assert.equal(read(text), undefined, text);
  });

  it('is the same to the bit as JavaScript’s own conversion, on any double in any spelling', () => {
    const spelling = fc.constantFrom<(value: number) => string>(
      String,
      (value) => value.toExponential(),
      (value) => value.toExponential(15),
      (value) => value.toFixed(3),
      (value) => value.toPrecision(17),
      (value) => value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2'),
    );
    const number = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.integer(),
      fc.double({ min: -1e6, max: 1e6, noNaN: true }),
    );
    fc.assert(
      fc.property(number, spelling, (value, spell) => {
        const expected = Number(spell(value));
        // Rounded up in its last digit, the largest double is too large.
        assert.ok(Object.is(read(spell(value)), Number.isFinite(expected) ? expected : undefined), spell(value));
      }),
      { numRuns: 3000 },
    );
  });

  it('is the same on any digits with a dot and an exponent', () => {
    const digits = fc.stringMatching(/^\d{0,20}$/);
    const exponent = fc.option(fc.integer({ min: -30, max: 30 }), { nil: undefined });
    fc.assert(
      fc.property(digits, digits, exponent, (whole, fraction, power) => {
        const text = `${whole}.${fraction}${power === undefined ? '' : `e${power}`}`;
        const value = Number(text);
        assert.ok(Object.is(read(text), whole + fraction === '' ? undefined : value), text);
      }),
      { numRuns: 2000 },
    );
  });
});
