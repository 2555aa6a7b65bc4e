import { hashBytes, hmacBytes, randomBytes as randomHostBytes } from 'sluice:host';
import { inputBytes, toArrayBuffer } from './text.ts';

type Input = string | ArrayBuffer;
type Output = string | ArrayBuffer;

/** Data that is hashed once its end is known. */
class Hasher {
  readonly #pieces: ArrayBuffer[] = [];
  readonly #digest: (whole: ArrayBuffer, encoding: string) => Output;

  constructor(digest: (whole: ArrayBuffer, encoding: string) => Output) {
    this.#digest = digest;
  }

  update(input: Input): void {
    this.#pieces.push(inputBytes(input).slice(0));
  }

  digest(encoding: string): Output {
    const whole = new Uint8Array(this.#pieces.reduce((length, piece) => length + piece.byteLength, 0));
    let at = 0;
    for (const piece of this.#pieces) {
      whole.set(new Uint8Array(piece), at);
      at += piece.byteLength;
    }
    return this.#digest(toArrayBuffer(whole), encoding);
  }
}

export function createHash(algorithm: string): Hasher {
  return new Hasher((whole, encoding) => hashBytes(algorithm, encoding, whole));
}

export function createHMAC(algorithm: string, secret: Input): Hasher {
  return new Hasher((whole, encoding) => hmacBytes(algorithm, encoding, inputBytes(secret), whole));
}

export function hmac(algorithm: string, secret: Input, input: Input, encoding: string): Output {
  return hmacBytes(algorithm, encoding, inputBytes(secret), inputBytes(input));
}

const hash =
  (algorithm: string) =>
  (input: Input, encoding: string): Output =>
    hashBytes(algorithm, encoding, inputBytes(input));

export const md4 = hash('md4');
export const md5 = hash('md5');
export const sha1 = hash('sha1');
export const sha256 = hash('sha256');
export const sha384 = hash('sha384');
export const sha512 = hash('sha512');
export const sha512_224 = hash('sha512_224');
export const sha512_256 = hash('sha512_256');
export const ripemd160 = hash('ripemd160');

/** Random bytes of the operating system. */
export function randomBytes(size: number): ArrayBuffer {
  if (!Number.isInteger(size) || size < 1 || size > 65_536) throw new TypeError('randomBytes() needs a size between 1 and 65536');
  return randomHostBytes(size);
}
