/** A JSON text in pieces, made when they are asked for, so that a large answer need never be held whole. */
export type Pieces = Iterable<string>;

/** A JSON array, an item a piece. */
export function* piecesOfArray<Item>(items: readonly Item[], write: (item: Item) => string = (item) => JSON.stringify(item)): Pieces {
  yield '[';
  for (const [index, item] of items.entries()) yield index === 0 ? write(item) : `,${write(item)}`;
  yield ']';
}
