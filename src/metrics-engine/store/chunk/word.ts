/** Writes a whole number below 2^32 as four bytes, the lowest first. */
export function putWord(bytes: Uint8Array, offset: number, word: number): void {
  bytes[offset] = word;
  bytes[offset + 1] = word >>> 8;
  bytes[offset + 2] = word >>> 16;
  bytes[offset + 3] = word >>> 24;
}

/** Reads what putWord wrote. */
export function wordAt(bytes: Uint8Array, offset: number): number {
  return signedWordAt(bytes, offset) >>> 0;
}

/** The same four bytes as bits, for further shifting. */
export function signedWordAt(bytes: Uint8Array, offset: number): number {
  return (bytes[offset] ?? 0) | ((bytes[offset + 1] ?? 0) << 8) | ((bytes[offset + 2] ?? 0) << 16) | ((bytes[offset + 3] ?? 0) << 24);
}
