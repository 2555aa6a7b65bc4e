const OPAQUE: ReadonlySet<string> = new Set(['metric', 'labels', 'annotations', 'discoveredLabels', 'target', 'seriesLabels']);

/**
 * The shape of a JSON value: the type of each value by its key, and of an array that of its elements, one for all where they are alike.
 * Sets of labels are objects of texts, whatever their names.
 */
export function shapeOf(value: unknown): unknown {
  if (Array.isArray(value))
    return [...new Set(value.map((item) => JSON.stringify(shapeOf(item))))].toSorted().map((text) => JSON.parse(text) as unknown);
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value;
  const keys = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(keys.map(([key, each]) => [key, OPAQUE.has(key) ? 'labels' : shapeOf(each)]));
}
