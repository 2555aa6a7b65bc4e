import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dropExports } from './drop-exports.ts';
import { quickJsFunctions } from './quickjs-functions.ts';

/** Pages of 64 KiB that an instance begins with. */
export const initialPages = 32;

/** The static data ends, and the stack begins, below this. */
export const staticDataEnd = 90_208;

/** What the build declares: 16 MiB to begin with, and a stack of 5 MiB below the heap. */
const declaredPages = 256;
const declaredHeapBase = staticDataEnd + 5 * 1024 * 1024;

/** QuickJS stops at 256 KiB of stack, and V8's own stack is full before it takes twice that. */
const heapBase = staticDataEnd + 1024 * 1024;

/**
 * Reads the WebAssembly of QuickJS, changed so that an instance takes less: it begins with 2 MiB of memory instead of 16, of which its stack takes 1 instead of 5, and exports
 * only what is called. V8 counts all of that memory as in use, written or not, and would collect garbage after every dozen of virtual users.
 */
export async function readQuickJsProgram(): Promise<Uint8Array> {
  const program = await readFile(createRequire(import.meta.url).resolve('@jitl/quickjs-wasmfile-release-sync/wasm'));
  // The imported memory: module "a", name "a", with a maximum, and the pages that it must have.
  const memoryImport = [1, 0x61, 1, 0x61, 2, 1];
  replaceOnce(program, [...memoryImport, ...signedLeb(declaredPages)], [...memoryImport, ...paddedLeb(initialPages, 2)]);
  // The stack pointer: i32.const, end.
  const stackPointer = signedLeb(declaredHeapBase);
  replaceOnce(program, [0x41, ...stackPointer, 0x0b], [0x41, ...paddedLeb(heapBase, stackPointer.length), 0x0b]);
  // Where malloc takes its next memory from lies in the static data.
  replaceOnce(program, wordBytes(declaredHeapBase), wordBytes(heapBase));
  return dropExports(program, await unusedExports());
}

/** Exports have names of one or two letters, which the build's own JavaScript gives their meaning; those that it gives none it calls itself. */
async function unusedExports(): Promise<ReadonlySet<string>> {
  const glue = await readFile(new URL(import.meta.resolve('@jitl/quickjs-wasmfile-release-sync/emscripten-module')), 'utf8');
  const named = Array.from(glue.matchAll(/\bd\.(_\w+)=\s*b\.([\w$]+)/g), ([, name = '', short = '']) => ({ name, short }));
  return new Set(named.filter(({ name }) => !quickJsFunctions.has(name)).map(({ short }) => short));
}

function replaceOnce(program: Buffer, from: readonly number[], to: readonly number[]): void {
  const at = program.indexOf(Buffer.from(from));
  if (at < 0 || program.indexOf(Buffer.from(from), at + 1) >= 0)
    throw new Error('@jitl/quickjs-wasmfile-release-sync does not lay out its memory as it used to: keep the pinned version');
  program.set(to, at);
}

/** A number in as few bytes as the format allows. */
function signedLeb(value: number): readonly number[] {
  const low = value & 0x7f;
  return value < 64 ? [low] : [low | 0x80, ...signedLeb(value >> 7)];
}

/** A number in exactly so many bytes. */
function paddedLeb(value: number, length: number): readonly number[] {
  return Array.from({ length }, (_, index) => ((value >> (7 * index)) & 0x7f) | (index < length - 1 ? 0x80 : 0));
}

function wordBytes(value: number): readonly number[] {
  return [value & 0xff, (value >> 8) & 0xff, (value >> 16) & 0xff, value >> 24];
}
