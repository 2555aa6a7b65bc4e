import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { BYTES_BEHIND, measureLine, packedAt, packedBytes, packLine, slopeOf } from './packed-line.ts';

function roundTrip(numbers: readonly number[]): { readonly back: readonly number[]; readonly bytes: number } | undefined {
  const column = Float64Array.from(numbers);
  const line = measureLine(column, numbers.length);
  if (line === undefined) return undefined;
  const target = new Uint8Array(5 + packedBytes(numbers.length, line.width) + BYTES_BEHIND).fill(0xff);
  const end = packLine(column, numbers.length, line, target, 5);
  const [first = 0] = numbers;
  const slope = slopeOf(first, numbers.at(-1) ?? 0, numbers.length);
  const back = numbers.map((_, index) => {
    const distance = line.width === 0 ? 0 : packedAt(target, 5, line.width, index);
    return first + Math.floor(index * slope) - line.depth + distance;
  });
  return { back, bytes: end - 5 };
}

describe('packed line', () => {
  it('gives back whole numbers of any spread that it takes', () => {
    const spread = fc.constantFrom(1, 2, 100, 2 ** 16, 2 ** 23, 2 ** 24, 2 ** 31, 2 ** 32 - 1);
    const numbers = spread.chain((width) =>
      fc.record({
        slope: fc.maxSafeInteger().map((each) => Math.trunc(each / 2 ** 12)),
        distances: fc.array(fc.integer({ min: 0, max: width }), { minLength: 1, maxLength: 120 }),
      }),
    );
    fc.assert(
      fc.property(numbers, ({ slope, distances }) => {
        const column = distances.map((distance, index) => distance + Math.trunc(slope / 200) * index);
        const packed = roundTrip(column);
        if (packed !== undefined) assert.deepEqual(packed.back, column);
      }),
    );
  });

  it('takes nothing for a straight line, and a bit for each number of one that is nearly so', () => {
    assert.deepEqual(roundTrip(Array.from({ length: 100 }, (_, index) => 1e12 + index * 15_000))?.bytes, 0);
    assert.deepEqual(roundTrip(Array.from({ length: 100 }, (_, index) => index * 10 + (index % 3 === 1 ? 1 : 0)))?.bytes, 13);
    assert.equal(roundTrip([7])?.bytes, 0);
  });

  it('refuses what lies too far from its line', () => {
    assert.equal(roundTrip([0, 2 ** 33, 0]), undefined);
    assert.notEqual(roundTrip([0, 2 ** 32 - 1, 0]), undefined);
  });
});
