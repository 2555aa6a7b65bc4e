import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { packXor, unpackXor } from './xor-values.ts';

function roundTrip(values: readonly number[]): { readonly back: readonly number[]; readonly bytes: number } {
  const target = new Uint8Array(3 + 8 + values.length * 10);
  const end = packXor(Float64Array.from(values), values.length, target, 3);
  const back = new Float64Array(values.length);
  unpackXor(target, 3, { first: values[0] ?? 0, count: values.length }, back);
  return { back: [...back], bytes: end - 3 };
}

describe('differences of bits', () => {
  it('give back any values bit by bit', () => {
    const near = fc.double().chain((start) => fc.array(fc.constantFrom(start, start, start * 1.5, start + 1, -start), { minLength: 1 }));
    const any = fc.array(fc.oneof(fc.double(), fc.integer(), fc.constantFrom(0, -0, Number.NaN, Infinity, 5e-324)), { minLength: 1 });
    fc.assert(
      fc.property(fc.oneof(near, any), (values) => {
        assert.deepEqual(roundTrip(values).back, values);
      }),
      { numRuns: 500 },
    );
  });

  it('take a bit for a value that is the same again', () => {
    assert.equal(roundTrip(Array.from({ length: 81 }, () => 1 / 3)).bytes, 10);
  });

  it('take at most 77 bits a value', () => {
    const wild = Array.from({ length: 120 }, (_, index) => (index % 2 === 0 ? 1 : -1) * Math.sin(index) * 10 ** (index % 300));
    assert.ok(roundTrip(wild).bytes <= Math.ceil((119 * 77) / 8));
  });
});
