import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { patternSize } from './pattern-size.ts';

describe('patternSize', () => {
  const SIZES: readonly (readonly [pattern: string, size: number])[] = [
    ['', 0],
    ['abc', 3],
    ['a{10}', 10],
    ['a{3,10}', 10],
    ['a{3,}', 3],
    ['a{0}', 1],
    ['ab*', 2],
    ['(ab){10}', 30],
    ['((a{10}){10}){10}', 1_110],
    ['a{9}{9}', 81],
    ['[a-z{5}]{4}', 4],
    ['[]x]{4}', 4],
    ['[^\\]x]{4}', 4],
    ['\\({4}', 4],
    ['a{x}', 4],
    ['((a', 1],
    ['a)){2}', 6],
    ['[a', 1],
  ];
  for (const [pattern, size] of SIZES) {
    it(`finds ${size} in ${JSON.stringify(pattern)}`, () => assert.equal(patternSize(pattern), size));
  }

  it('gives any text a size', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'a b ( ) { } [ ] \\ , 1 2 ^ | *'.split(' ')) }), (text) =>
        assert.ok(patternSize(text) >= 0),
      ),
    );
  });
});
