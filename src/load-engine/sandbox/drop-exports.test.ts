import assert from 'node:assert/strict';
import { dropExports } from './drop-exports.ts';

// (module (func (export "a") (result i32) i32.const 1) (func (export "b") (result i32) i32.const 2))
const sections: readonly (readonly number[])[] = [
  [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
  [1, 5, 1, 0x60, 0, 1, 0x7f],
  [3, 3, 2, 0, 0],
  [7, 9, 2, 1, 0x61, 0, 0, 1, 0x62, 0, 1],
  [10, 11, 2, 4, 0, 0x41, 1, 0x0b, 4, 0, 0x41, 2, 0x0b],
];
const program = Uint8Array.from(sections.flat());

const exportsOf = async (bytes: Uint8Array): Promise<Record<string, unknown>> =>
  new WebAssembly.Instance(await WebAssembly.compile(bytes), {}).exports;

describe('dropExports', () => {
  it('leaves the others, and what they do', async () => {
    const { a, b } = await exportsOf(dropExports(program, new Set(['a', 'c'])));
    assert.equal(a, undefined);
    assert.equal((b as () => number)(), 2);
  });

  it('leaves the program as it is where none goes', () => {
    assert.deepEqual([...dropExports(program, new Set())], [...program]);
  });

  it('says that a program has none', () => {
    assert.throws(() => dropExports(program.subarray(0, 15), new Set()), /no exports/);
  });
});
