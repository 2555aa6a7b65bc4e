/** Answers whether a text, each character of which is one byte, stands at an offset. */
export function standsAt(bytes: Buffer, at: number, text: string): boolean {
  const length = text.length;
  if (at + length > bytes.length) return false;
  for (let index = 0; index < length; index++) if (bytes[at + index] !== text.charCodeAt(index)) return false;
  return true;
}
