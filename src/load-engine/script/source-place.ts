/** `file:line:column` of an offset, both counted from 1. */
export function sourcePlace(file: string, source: string, offset: number): string {
  const before = source.slice(0, offset).split('\n');
  return `${file}:${before.length}:${(before.at(-1) ?? '').length + 1}`;
}
