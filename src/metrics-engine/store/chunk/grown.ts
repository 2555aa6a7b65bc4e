type Column = Float64Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;

/**
 * A column with room for a number of elements: the same where it has it, else a copy with a quarter more than is needed.
 *
 * A quarter and not the usual double, because the room of ten thousand series that are hardly ever full is most of their memory.
 */
export function grown<Kind extends Column>(column: Kind, needed: number): Kind {
  if (needed <= column.length) return column;
  const larger = new (column.constructor as new (length: number) => Kind)(Math.ceil(needed * 1.25));
  larger.set(column);
  return larger;
}
