// What a lead byte announces: how many bytes follow it, and the least code point that may be written so long (UTF-8, RFC 3629).
const LEADS = [
  { from: 0xc2, through: 0xdf, follow: 1, least: 0x80 },
  { from: 0xe0, through: 0xef, follow: 2, least: 0x800 },
  { from: 0xf0, through: 0xf4, follow: 3, least: 0x10000 },
] as const;

/**
 * The text of UTF-8 bytes. A byte that is no part of any character is kept as the lone surrogate U+DC00 plus the byte, so that it differs
 * from every real character and can be written back; Go, whose strings are bytes, keeps it as it is.
 */
export function decodeBytes(bytes: readonly number[]): string {
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const { char, length } = decodeAt(bytes, at);
    text += char;
    at += length;
  }
  return text;
}

function decodeAt(bytes: readonly number[], at: number): { readonly char: string; readonly length: number } {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return { char: String.fromCharCode(first), length: 1 };
  const lead = LEADS.find(({ from, through }) => first >= from && first <= through);
  const code = lead === undefined ? undefined : codeOf(bytes, at, lead.follow);
  if (lead === undefined || code === undefined || code < lead.least || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
    return { char: String.fromCharCode(0xdc00 + first), length: 1 };
  return { char: String.fromCodePoint(code), length: lead.follow + 1 };
}

function codeOf(bytes: readonly number[], at: number, follow: number): number | undefined {
  let code = (bytes[at] ?? 0) & (0x3f >> follow);
  for (let n = 1; n <= follow; n++) {
    const byte = bytes[at + n];
    if (byte === undefined || byte >> 6 !== 2) return undefined;
    code = code * 64 + (byte & 0x3f);
  }
  return code;
}
