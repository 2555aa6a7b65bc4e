/** A tree without its spans: what is left is equal for two expressions that mean the same. */
export function withoutSpans<Tree>(tree: Tree): Tree {
  return JSON.parse(JSON.stringify(tree, leaveOut)) as Tree;
}

function leaveOut(key: string, value: unknown): unknown {
  if (key === 'span') return undefined;
  // JSON has no numbers that are not finite, and no negative zero.
  return typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0))
    ? `number ${Object.is(value, -0) ? '-0' : value}`
    : value;
}
