import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { readLines } from './read-lines.ts';

async function* pieces(bytes: Uint8Array, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  let from = 0;
  for (const cut of [...cuts.map((each) => each % (bytes.length + 1)), bytes.length].sort((a, b) => a - b)) {
    yield bytes.subarray(from, cut);
    from = cut;
  }
}

async function linesOf(text: string, cuts: readonly number[] = [], maxLength = 100): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const line of readLines(pieces(new TextEncoder().encode(text), cuts), maxLength)) lines.push(line);
  return lines;
}

describe('readLines', () => {
  it('puts lines together wherever they were cut, within a character too', () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: 'grapheme', maxLength: 8 })), fc.array(fc.nat()), async (given, cuts) => {
        const lines = given.map((line) => line.replaceAll('\n', ''));
        assert.deepEqual(await linesOf(lines.map((line) => `${line}\n`).join(''), cuts), lines);
      }),
    ));

  it('drops what has no end', async () => assert.deepEqual(await linesOf('a\nb'), ['a']));

  it('refuses a line that does not end', () => assert.rejects(linesOf(`a\n${'b'.repeat(101)}`), /more than 100 characters/));
});
