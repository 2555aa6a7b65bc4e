/** The bytes of a text in UTF-8. Half a surrogate pair becomes U+FFFD, as in any encoder. */
export function utf8(text: string): readonly number[] {
  return Array.from(text, (character) => bytesOf(character.codePointAt(0) ?? 0)).flat();
}

function bytesOf(code: number): readonly number[] {
  if (code < 0x80) return [code];
  if (code < 0x800) return [0xc0 | (code >> 6), continuation(code)];
  if (code >= 0xd800 && code <= 0xdfff) return bytesOf(0xfffd);
  if (code < 0x10000) return [0xe0 | (code >> 12), continuation(code >> 6), continuation(code)];
  return [0xf0 | (code >> 18), continuation(code >> 12), continuation(code >> 6), continuation(code)];
}

function continuation(bits: number): number {
  return 0x80 | (bits & 0x3f);
}
