import { hashBytes, hmacBytes, randomBytes as randomHostBytes } from 'sluice:host';
import { asText } from './as-text.ts';
import { inputBytes, toArrayBuffer } from './text.ts';

type Input = string | ArrayBuffer;
type Output = string | ArrayBuffer;

/** Data that is hashed once its end is known. */
class Hasher {
  readonly #pieces: ArrayBuffer[] = [];
  readonly #digest: (whole: ArrayBuffer, encoding: unknown) => Output;

  constructor(digest: (whole: ArrayBuffer, encoding: unknown) => Output) {
    this.#digest = digest;
  }

  update(input: Input): void {
    this.#pieces.push(inputBytes(input).slice(0));
  }

  digest(encoding: unknown): Output {
    const whole = new Uint8Array(this.#pieces.reduce((length, piece) => length + piece.byteLength, 0));
    let at = 0;
    for (const piece of this.#pieces) {
      whole.set(new Uint8Array(piece), at);
      at += piece.byteLength;
    }
    return this.#digest(toArrayBuffer(whole), encoding);
  }
}

export function createHash(algorithm: unknown): Hasher {
  return new Hasher((whole, encoding) => hashBytes(asText(algorithm), asText(encoding), whole));
}

export function createHMAC(algorithm: unknown, secret: Input): Hasher {
  return new Hasher((whole, encoding) => hmacBytes(asText(algorithm), asText(encoding), inputBytes(secret), whole));
}

export function hmac(algorithm: unknown, secret: Input, input: Input, encoding: unknown): Output {
  return hmacBytes(asText(algorithm), asText(encoding), inputBytes(secret), inputBytes(input));
}

const hash =
  (algorithm: unknown) =>
  (input: Input, encoding: unknown): Output =>
    hashBytes(asText(algorithm), asText(encoding), inputBytes(input));

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
