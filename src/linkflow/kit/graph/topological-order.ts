/** One edge of a graph of named nodes. */
export interface Edge {
  readonly from: string;
  readonly to: string;
}

/**
 * The nodes so that each comes after all that lead to it, otherwise in the order they were given; undefined when the edges form a circle.
 *
 * Kahn's algorithm ("Topological sorting of large networks", 1962). Edges to or from unknown nodes are overlooked.
 */
export function topologicalOrder(nodes: readonly string[], edges: readonly Edge[]): readonly string[] | undefined {
  const known = new Set(nodes);
  const inner = edges.filter(({ from, to }) => known.has(from) && known.has(to));
  const order: string[] = [];
  let waiting = [...nodes];
  while (waiting.length > 0) {
    const free = waiting.filter((node) => !inner.some(({ from, to }) => to === node && waiting.includes(from)));
    if (free.length === 0) return undefined;
    order.push(...free);
    waiting = waiting.filter((node) => !free.includes(node));
  }
  return order;
}
