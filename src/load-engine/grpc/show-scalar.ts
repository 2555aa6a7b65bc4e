/** Shows a decoded scalar in JSON: 64-bit numbers and bytes (base64) as text, and what JSON has no number for by its name. */
export function showScalar(type: string, value: unknown): unknown {
  if (type === 'bytes') return Buffer.from(value as Uint8Array | readonly number[]).toString('base64');
  if (type.endsWith('64')) return String(value);
  if (type === 'float' || type === 'double') return showReal(type, value as number);
  return value;
}

function showReal(type: 'float' | 'double', value: number): number | string {
  if (!Number.isFinite(value)) return String(value);
  return type === 'float' ? shortest(value) : value;
}

/** The shortest decimal that is the same 32-bit number: 0.1, not 0.10000000149011612. Nine digits tell all of them apart. */
function shortest(value: number): number {
  for (let digits = 1; digits < 9; digits += 1) {
    const candidate = Number(value.toPrecision(digits));
    if (Math.fround(candidate) === value) return candidate;
  }
  return value;
}
