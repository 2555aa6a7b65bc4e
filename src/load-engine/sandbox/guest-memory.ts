import type { QuickJs } from './quickjs.ts';

/** Bytes and text in the memory of one QuickJS instance; pointers stay the caller's to free. */
export class GuestMemory {
  readonly #quickJs: QuickJs;
  #bytes: Buffer;

  constructor(quickJs: QuickJs) {
    this.#quickJs = quickJs;
    this.#bytes = Buffer.from(quickJs.HEAPU8.buffer);
  }

  /** The whole memory; growing it makes a new buffer, so never keep what this returns over a call into QuickJS. */
  bytes(): Buffer {
    if (this.#bytes.buffer !== this.#quickJs.HEAPU8.buffer) this.#bytes = Buffer.from(this.#quickJs.HEAPU8.buffer);
    return this.#bytes;
  }

  /** Reserves bytes; throws where the instance can't grow further. */
  allocate(length: number): number {
    const pointer = this.#quickJs._malloc(length);
    if (pointer === 0) throw new Error(`the sandbox has no room for ${length} bytes`);
    return pointer;
  }

  free(pointer: number): void {
    this.#quickJs._free(pointer);
  }

  /** Writes text as UTF-8 with a closing NUL and returns where. */
  writeText(text: string): number {
    const length = Buffer.byteLength(text);
    const pointer = this.allocate(length + 1);
    const bytes = this.bytes();
    bytes.write(text, pointer, length, 'utf8');
    bytes[pointer + length] = 0;
    return pointer;
  }

  /** Writes bytes with a closing NUL and returns where. */
  writeBytes(source: Uint8Array): number {
    const pointer = this.allocate(source.length + 1);
    const bytes = this.bytes();
    bytes.set(source, pointer);
    bytes[pointer + source.length] = 0;
    return pointer;
  }

  /** Reads UTF-8 text up to its closing NUL. */
  readText(pointer: number): string {
    const bytes = this.bytes();
    return bytes[pointer] === 0 ? '' : bytes.toString('utf8', pointer, bytes.indexOf(0, pointer));
  }

  /** Copies bytes out of the instance. */
  readBytes(pointer: number, length: number): Uint8Array {
    return Uint8Array.prototype.slice.call(this.bytes(), pointer, pointer + length);
  }

  writePointers(at: number, pointers: readonly number[]): void {
    const bytes = this.bytes();
    pointers.forEach((pointer, index) => bytes.writeUInt32LE(pointer, at + index * 4));
  }
}
