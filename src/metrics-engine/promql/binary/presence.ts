import type { Column } from '../evaluate/evaluation.ts';

/** Where both are present; undefined when that is nowhere. */
export function presentInBoth(one: Uint8Array, other: Uint8Array): Uint8Array | undefined {
  if (!meet(one, other)) return undefined;
  return one.map((isPresent, index) => isPresent & (other[index] ?? 0));
}

/** Where the one is present and the other is not; undefined when that is nowhere. */
export function presentAlone(one: Uint8Array, other: Uint8Array): Uint8Array | undefined {
  const alone = one.map((isPresent, index) => isPresent & ((other[index] ?? 0) ^ 1));
  return alone.includes(1) ? alone : undefined;
}

/** Where any of the columns is present. */
export function presentInAny(columns: readonly Column[], count: number): Uint8Array {
  const any = new Uint8Array(count);
  for (const { present } of columns) {
    for (let index = 0; index < count; index++) if (present[index] === 1) any[index] = 1;
  }
  return any;
}

// Before anything is allocated: of series that came and went, most pairs never meet.
function meet(one: Uint8Array, other: Uint8Array): boolean {
  for (let index = 0; index < one.length; index++) if (one[index] === 1 && other[index] === 1) return true;
  return false;
}
