import type { Column } from './evaluate/evaluation.ts';

/** Where both are present; undefined when that is nowhere. */
export function presentInBoth(one: Uint8Array, other: Uint8Array): Uint8Array | undefined {
  const first = firstInBoth(one, other);
  if (first === -1) return undefined;
  const both = new Uint8Array(one.length);
  for (let index = first; index < both.length; index++) both[index] = (one[index] ?? 0) & (other[index] ?? 0);
  return both;
}

/** Where the one is present and the other is not; undefined when that is nowhere. */
export function presentAlone(one: Uint8Array, other: Uint8Array): Uint8Array | undefined {
  return presentInBoth(one, absence(other));
}

/** Where there is nothing. */
export function absence(present: Uint8Array): Uint8Array {
  const absent = new Uint8Array(present.length);
  for (let index = 0; index < absent.length; index++) absent[index] = (present[index] ?? 0) ^ 1;
  return absent;
}

/** Where any of the columns is present. */
export function presentInAny(columns: readonly Column[], count: number): Uint8Array {
  const any = new Uint8Array(count);
  for (const { present } of columns) {
    for (let index = 0; index < count; index++) any[index] = (any[index] ?? 0) | (present[index] ?? 0);
  }
  return any;
}

// Looked for before anything is allocated: of series that came and went, most pairs never meet.
function firstInBoth(one: Uint8Array, other: Uint8Array): number {
  for (let index = 0; index < one.length; index++) if (one[index] === 1 && other[index] === 1) return index;
  return -1;
}
