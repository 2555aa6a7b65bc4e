import { randomBytes } from 'sluice:host';
import { randomUUID } from './random-uuid.ts';
import { subtle } from './subtle-crypto.ts';

/** Web Crypto. */
export const crypto = {
  /** Fills a typed array of at most 65,536 bytes. */
  getRandomValues<T extends ArrayBufferView>(array: T): T {
    if (array.byteLength > 65_536) throw new RangeError('getRandomValues() fills at most 65536 bytes');
    new Uint8Array(array.buffer, array.byteOffset, array.byteLength).set(new Uint8Array(randomBytes(array.byteLength)));
    return array;
  },
  /** A random UUID of version 4 (RFC 9562). */
  randomUUID,
  subtle,
};
