/** The head of a ledger as people keep it, `POSITION:HASH` with a SHA-256 in hexadecimal; undefined for anything else. */
export function parseHead(text: string): { readonly position: number; readonly hash: string } | undefined {
  const [, position, hash] = /^([1-9]\d{0,14}):([0-9a-f]{64})$/i.exec(text.trim()) ?? [];
  return hash === undefined ? undefined : { position: Number(position), hash: hash.toLowerCase() };
}
