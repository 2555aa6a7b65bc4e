import assert from 'node:assert/strict';
import { captureMemory, restoreMemory } from './memory-image.ts';

const memoryWith = (...places: readonly number[]): Uint8Array => {
  const memory = new Uint8Array(65_536);
  for (const at of places) memory[at] = 1;
  return memory;
};

describe('captureMemory', () => {
  it('keeps the pages that hold something, side by side ones in one run', () => {
    const { runs, length } = captureMemory(memoryWith(4096, 8191, 8192, 65_535), 0);
    assert.deepEqual(
      runs.map(({ at, bytes }) => [at, bytes.length]),
      [
        [4096, 8192],
        [61_440, 4096],
      ],
    );
    assert.equal(length, 65_536);
  });

  it('keeps the static data even where it has become zeros', () => {
    const { runs } = captureMemory(memoryWith(), 5000);
    assert.deepEqual(
      runs.map(({ at, bytes }) => [at, bytes.length]),
      [[0, 8192]],
    );
  });

  it('copies, so that what happens later is not in it', () => {
    const memory = memoryWith(0);
    const image = captureMemory(memory, 0);
    memory[0] = 7;
    const other = new Uint8Array(65_536);
    restoreMemory(image, other);
    assert.equal(other[0], 1);
  });
});

describe('restoreMemory', () => {
  it('refuses a memory of another size', () => {
    assert.throws(() => restoreMemory(captureMemory(memoryWith(), 0), new Uint8Array(131_072)), /65536 bytes does not fit/);
  });
});
