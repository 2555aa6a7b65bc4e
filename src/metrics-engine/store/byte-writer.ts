import { crc32 } from 'node:zlib';

const FIRST_ROOM = 64 * 1024;
/** Before each frame stand its payload's length and checksum. */
export const FRAME_HEADER_BYTES = 8;

/** Writes numbers and texts as bytes, little-endian, into room that grows. */
export class ByteWriter {
  #bytes = Buffer.allocUnsafe(FIRST_ROOM);
  #view = viewOf(this.#bytes);
  length = 0;

  /** What was written; good until more is. */
  get written(): Buffer {
    return this.#bytes.subarray(0, this.length);
  }

  clear(): void {
    this.length = 0;
  }

  byte(value: number): void {
    this.#reserve(1);
    this.#view.setUint8(this.length, value);
    this.length += 1;
  }

  /** A whole number below 2^32. */
  word(value: number): void {
    this.#reserve(4);
    this.#view.setUint32(this.length, value, true);
    this.length += 4;
  }

  double(value: number): void {
    this.#reserve(8);
    this.#view.setFloat64(this.length, value, true);
    this.length += 8;
  }

  /** A word and a double behind it: one step for what is written most. */
  pair(word: number, double: number): void {
    this.#reserve(12);
    this.#view.setUint32(this.length, word, true);
    this.#view.setFloat64(this.length + 4, double, true);
    this.length += 12;
  }

  /** A text as UTF-8, without its length. */
  text(text: string): void {
    this.#reserve(text.length * 3);
    this.length += this.#bytes.write(text, this.length, 'utf8');
  }

  /** A column's own bytes. Every machine that Node runs on keeps them little-endian. */
  column({ buffer, byteOffset, byteLength }: ArrayBufferView): void {
    this.#reserve(byteLength);
    this.#bytes.set(new Uint8Array(buffer, byteOffset, byteLength), this.length);
    this.length += byteLength;
  }

  /** Begins a frame; answers what endFrame needs. */
  beginFrame(): number {
    this.#reserve(FRAME_HEADER_BYTES);
    this.length += FRAME_HEADER_BYTES;
    return this.length;
  }

  /** Ends the frame that began there. */
  endFrame(start: number): void {
    const payload = this.#bytes.subarray(start, this.length);
    this.#view.setUint32(start - FRAME_HEADER_BYTES, payload.length, true);
    this.#view.setUint32(start - FRAME_HEADER_BYTES + 4, crc32(payload), true);
  }

  #reserve(bytes: number): void {
    if (this.length + bytes <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.length + bytes, this.#bytes.length * 2));
    larger.set(this.written);
    this.#bytes = larger;
    this.#view = viewOf(larger);
  }
}

function viewOf({ buffer, byteOffset, byteLength }: Buffer): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

/** The payload of the frame at an offset; undefined when it is not whole, or its checksum says that it is damaged. */
export function readFrame(bytes: Buffer, at: number): Buffer | undefined {
  if (at + FRAME_HEADER_BYTES > bytes.length) return undefined;
  const end = at + FRAME_HEADER_BYTES + bytes.readUInt32LE(at);
  if (end > bytes.length) return undefined;
  const payload = bytes.subarray(at + FRAME_HEADER_BYTES, end);
  return crc32(payload) === bytes.readUInt32LE(at + 4) ? payload : undefined;
}
