import { type Document, isMap, isScalar, LineCounter, parseDocument } from 'yaml';

/** Where something stands in a file; both count from 1. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

/** A YAML document in which every scalar is the text that stands there, with the way back from a path to its place. */
export interface YamlText {
  readonly value: unknown;
  readonly problems: readonly (TextPlace & { readonly message: string })[];
  /** The place of what is at a path, or of its nearest ancestor that is written down. */
  placeOf(path: readonly PropertyKey[]): TextPlace;
}

/** Reads YAML without guessing at types: `version: 1.10` is the text 1.10, as Go reads it into a string, never the number 1.1. */
export function readYamlText(source: string): YamlText {
  const lines = new LineCounter();
  const document = parseDocument(source, { schema: 'failsafe', lineCounter: lines, merge: true, prettyErrors: false });
  const placeAt = (offset: number): TextPlace => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const problems = document.errors.map((error) => ({ ...placeAt(error.pos[0]), message: error.message }));
  return {
    // A document with errors may not turn into values; whoever sees problems looks no further.
    value: problems.length > 0 ? undefined : document.toJS({ maxAliasCount: 1000 }),
    problems,
    placeOf: (path) => placeAt(offsetOf(document, path)),
  };
}

function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length--) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    const offset = keyOffset(document, path.slice(0, length)) ?? rangeStart(node);
    if (offset !== undefined) return offset;
  }
  return 0;
}

/** An unknown key is best shown by the key itself. */
function keyOffset(document: Document, path: readonly PropertyKey[]): number | undefined {
  const parent: unknown = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  if (!isMap(parent)) return undefined;
  const pair = parent.items.find(({ key }) => isScalar(key) && String(key.value) === String(path.at(-1)));
  return rangeStart(pair?.key);
}

function rangeStart(node: unknown): number | undefined {
  return typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range) ? Number(node.range[0]) : undefined;
}
