import assert from 'node:assert/strict';
import { sampleOffset } from './label-hash.ts';
import { utf8 } from './utf8.ts';
import { xxHash64 } from './xx-hash-64.ts';

/** The letters of the alphabet over and over. */
const letters = (length: number) => Uint8Array.from({ length }, (_, index) => 97 + (index % 26));

describe('xxHash64', () => {
  it('gives the hashes of the reference implementation', () => {
    const known: readonly (readonly [length: number, hash: string])[] = [
      [0, 'ef46db3751d8e999'],
      [1, 'd24ec4f1a98c6e5b'],
      [4, 'de0327b0d25d92cc'],
      [8, '3ad351775b4634b7'],
      [31, 'f7d421c242541ac9'],
      [32, '4da6cbe536cf55c7'],
      [33, '9ac581034b031f72'],
      [64, '14696b774542d718'],
      [100, '79c9fa152bb53c71'],
      [257, '687c4632f1c4b264'],
    ];
    for (const [length, hash] of known) assert.equal(xxHash64(letters(length)).toString(16), hash, `${length} letters`);
  });
});

describe('utf8', () => {
  it('encodes as the platform does', () => {
    for (const text of ['', 'plain', 'ä€😀', 'a\ud800b']) assert.deepEqual(Uint8Array.from(utf8(text)), new TextEncoder().encode(text));
  });
});

describe('sampleOffset', () => {
  it('does not depend on the order in which the labels stand', () => {
    assert.equal(sampleOffset({ a: '1', b: '2', ü: 'x' }), sampleOffset({ ü: 'x', b: '2', a: '1' }));
  });

  it('tells a long value from its parts', () => {
    assert.notEqual(sampleOffset({ a: 'x'.repeat(300) }), sampleOffset({ a: 'x'.repeat(299) }));
  });
});
