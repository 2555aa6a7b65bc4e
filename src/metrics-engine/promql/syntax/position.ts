/** The line and column (both from 1, in UTF-16 code units) of an offset in an expression, as `line:column`. */
export function positionOf(expression: string, offset: number): string {
  const before = expression.slice(0, offset);
  const line = before.split('\n').length;
  return `${line}:${offset - before.lastIndexOf('\n')}`;
}
