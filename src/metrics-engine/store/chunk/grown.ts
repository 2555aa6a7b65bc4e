type Column = Float64Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;

// Most series never have a reset and many no chunk yet: an empty column of their own would take two hundred bytes each.
/** Empty columns, for all to share. */
export const NO_DOUBLES = new Float64Array(0);
export const NO_WORDS = new Uint32Array(0);
export const NO_BYTES = new Uint8Array(0);

/**
 * A column with room for a number of elements: the same where it has it, else a copy with an eighth more than is needed.
 *
 * An eighth and not the usual double, because the empty room of ten thousand series would be more than their samples.
 */
export function grown<Kind extends Column>(column: Kind, needed: number): Kind {
  if (needed <= column.length) return column;
  const larger = new (column.constructor as new (length: number) => Kind)(Math.ceil(needed * 1.125));
  larger.set(column);
  return larger;
}
