import { decodeText } from 'sluice:host';
import { hostText } from './host-text.ts';

/** UTF-8 of a text. Written here because text crosses the border as a C string, which a NUL would cut. */
export function textToBytes(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length * 3);
  let length = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    length = writePoint(bytes, length, point >= 0xd800 && point <= 0xdfff ? 0xfffd : point);
  }
  return bytes.slice(0, length);
}

const leads = [0, 0xc0, 0xe0, 0xf0];

function writePoint(bytes: Uint8Array, at: number, point: number): number {
  if (point < 0x80) {
    bytes[at] = point;
    return at + 1;
  }
  const following = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
  bytes[at] = (leads[following] ?? 0) | (point >> (6 * following));
  for (let index = 1; index <= following; index += 1) {
    bytes[at + index] = 0x80 | ((point >> (6 * (following - index))) & 0x3f);
  }
  return at + following + 1;
}

/** Text of UTF-8 bytes; invalid ones become U+FFFD. */
export function bytesToText(bytes: ArrayBuffer | ArrayBufferView): string {
  return hostText(decodeText(toArrayBuffer(bytes)));
}

/** The bytes of a buffer or a view of one, as an ArrayBuffer of exactly their length. */
export function toArrayBuffer(bytes: ArrayBuffer | ArrayBufferView): ArrayBuffer {
  if (bytes instanceof ArrayBuffer) return bytes;
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
}

/** The bytes of what an API takes as `string | ArrayBuffer`. */
export function inputBytes(input: string | ArrayBuffer | ArrayBufferView): ArrayBuffer {
  return typeof input === 'string' ? textToBytes(input).buffer : toArrayBuffer(input);
}
