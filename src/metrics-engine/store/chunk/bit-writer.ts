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
