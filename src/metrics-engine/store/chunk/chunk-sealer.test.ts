import assert from 'node:assert/strict';
import { countOf, isRestless, NO_WIDTH, scaleOf, timeWidthOf, valueWidthOf } from './chunk-layout.ts';
import { ChunkSealer } from './chunk-sealer.ts';
import { SealedChunks } from './sealed-chunks.ts';

const START = 1_700_000_000_000;
const even = (count: number, interval = 15_000) => Array.from({ length: count }, (_, index) => START + index * interval);

function sealed(times: readonly number[], values: readonly number[], before = Number.NaN): ChunkSealer {
  const sealer = new ChunkSealer();
  sealer.seal({ times: Float64Array.from(times), values: Float64Array.from(values), count: times.length, before });
  const chunks = new SealedChunks();
  chunks.push(sealer, 0);
  const back = new Float64Array(120);
  chunks.unpack(0, back);
  assert.deepEqual([...back.subarray(0, times.length)], values);
  assert.deepEqual(
    times.map((_, index) => chunks.timeAt(0, index)),
    times,
  );
  for (const [index, atMs] of times.entries()) {
    assert.equal(chunks.firstAfter(0, atMs), index + 1);
    assert.equal(chunks.firstAfter(0, atMs - 1), times[index - 1] === atMs - 1 ? index : chunks.firstAfter(0, atMs - 0.5));
  }
  return sealer;
}

describe('ChunkSealer', () => {
  it('keeps a fixed interval and a steady counter in no bytes at all', () => {
    const { length, shape } = sealed(even(120), even(120, 7));
    assert.equal(length, 0);
    assert.equal(countOf(shape), 120);
  });

  it('keeps missed scrapes of a fixed grid in a few bits', () => {
    const times = even(123).filter((_, index) => ![30, 31, 77].includes(index));
    const { length, shape } = sealed(
      times,
      times.map(() => 1),
    );
    assert.ok(timeWidthOf(shape) <= 2);
    assert.ok(length <= 8 + 30, `${length} bytes`);
  });

  it('keeps jittered times in the bits of the jitter', () => {
    const times = even(120).map((atMs, index) => atMs + ((index * 7) % 11));
    const { shape } = sealed(
      times,
      times.map(() => 1),
    );
    assert.ok(timeWidthOf(shape) <= 5);
  });

  it('keeps times as they are that are no whole milliseconds, or lie too wide', () => {
    assert.equal(timeWidthOf(sealed([1.5, 2.75, 9], [1, 2, 3]).shape), NO_WIDTH);
    assert.equal(timeWidthOf(sealed([0, 1, 1e12, 1e12 + 1], [1, 2, 3, 4]).shape), NO_WIDTH);
  });

  it('keeps decimals as whole numbers', () => {
    const cents = Array.from({ length: 100 }, (_, index) => ((index * 37) % 200) / 100);
    const { shape, length } = sealed(even(100), cents);
    assert.equal(scaleOf(shape), 100);
    assert.ok(valueWidthOf(shape) <= 9);
    assert.ok(length <= 4 + 113);
  });

  it('keeps by their bits what is no short decimal, what is no number, and −0', () => {
    for (const value of [1 / 3, Number.NaN, Infinity, -0, 1e17, 1e-9]) {
      const values = [1, 2, value, 3];
      assert.equal(valueWidthOf(sealed(even(4), values).shape), NO_WIDTH, String(value));
    }
  });

  it('finds resets, also against the value before the chunk, and leaves NaN out of it', () => {
    assert.deepEqual(sealed(even(5), [1, 2, 0, 5, 4], 3).resets, [0, 2, 4]);
    assert.deepEqual(sealed(even(4), [5, Number.NaN, 1, 0]).resets, [3]);
  });

  it('leaves resets to be read where they are many', () => {
    const { shape, resets } = sealed(
      even(20),
      even(20).map((_, index) => index % 2),
    );
    assert.ok(isRestless(shape));
    assert.deepEqual(resets, []);
  });

  it('keeps one sample', () => {
    assert.equal(sealed([START], [12.5]).length, 0);
  });
});
