// Three bytes at most at once, so that what stands before them within the first byte fits into one word with them.
const PIECE = 24;

/** Appends bits to bytes, the lowest first. */
export class BitWriter {
  readonly #bytes: Uint8Array;
  #at: number;
  #pending = 0;
  #pendingBits = 0;

  constructor(bytes: Uint8Array, offset: number) {
    this.#bytes = bytes;
    this.#at = offset;
  }

  /** Appends the lowest bits of a number, 32 at most. */
  put(value: number, bits: number): void {
    if (bits > PIECE) {
      this.put(value & 0xff_ffff, PIECE);
      this.put(value >>> PIECE, bits - PIECE);
      return;
    }
    this.#pending |= (bits === 0 ? 0 : value & ((1 << bits) - 1)) << this.#pendingBits;
    this.#pendingBits += bits;
    for (; this.#pendingBits >= 8; this.#pendingBits -= 8) {
      this.#bytes[this.#at++] = this.#pending;
      this.#pending >>>= 8;
    }
  }

  /** Fills up the last byte; answers the offset behind it. */
  end(): number {
    if (this.#pendingBits > 0) this.#bytes[this.#at++] = this.#pending;
    return this.#at;
  }
}

/** Reads what a BitWriter wrote; three bytes behind the last must be readable. */
export class BitReader {
  readonly #bytes: Uint8Array;
  #bit: number;

  constructor(bytes: Uint8Array, offset: number) {
    this.#bytes = bytes;
    this.#bit = offset * 8;
  }

  take(bits: number): number {
    if (bits > PIECE) {
      const low = this.take(PIECE);
      return low + this.take(bits - PIECE) * 2 ** PIECE;
    }
    const bytes = this.#bytes;
    const at = Math.floor(this.#bit / 8);
    const shift = this.#bit - at * 8;
    const word = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24);
    this.#bit += bits;
    return (word >>> shift) & ((1 << bits) - 1);
  }
}
