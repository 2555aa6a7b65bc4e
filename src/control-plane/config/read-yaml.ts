import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseAllDocuments } from 'yaml';
import type { ConfigProblem } from './config-error.ts';
import { pathText } from './path-text.ts';

/** A place in a file, 1-based. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** One YAML document with the way back from a path to the place where it is written. */
export interface YamlDocument {
  readonly value: unknown;
  /** The place of the key (or list item) at the path, or of its nearest ancestor that is written down. */
  readonly placeOf: (path: readonly PropertyKey[]) => Place | undefined;
}

/** What a file holds, or what is wrong with it; keys written twice are problems, because the later one would silently win. */
export type YamlReading =
  | { readonly ok: true; readonly documents: readonly YamlDocument[] }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

function keyOf(pair: Pair): string {
  return isScalar(pair.key) ? String(pair.key.value) : String(pair.key);
}

function offsetOf(node: unknown): number | undefined {
  return (isMap(node) || isSeq(node) || isScalar(node) || isAlias(node)) && node.range ? node.range[0] : undefined;
}

function placeIn(lines: LineCounter, offset: number | undefined): Place | undefined {
  if (offset === undefined) return undefined;
  const { line, col } = lines.linePos(offset);
  return { line, column: col };
}

function step(node: unknown, key: PropertyKey): { readonly child: unknown; readonly offset: number | undefined } | undefined {
  if (isMap(node)) {
    const pair = node.items.find((item) => keyOf(item) === String(key));
    return pair === undefined ? undefined : { child: pair.value, offset: offsetOf(pair.key) };
  }
  if (!isSeq(node)) return undefined;
  const child = node.items[Number(key)];
  return child === undefined ? undefined : { child, offset: offsetOf(child) };
}

function locate(document: Document, lines: LineCounter, path: readonly PropertyKey[]): Place | undefined {
  let node: unknown = document.contents;
  let offset = offsetOf(node);
  for (const key of path) {
    const next = step(node, key);
    if (next === undefined) break;
    node = next.child;
    offset = next.offset ?? offset;
  }
  return placeIn(lines, offset);
}

function repeatedKeys(file: string, lines: LineCounter, node: Node | null, path: readonly PropertyKey[]): readonly ConfigProblem[] {
  if (isSeq(node)) return node.items.flatMap((item, index) => repeatedKeys(file, lines, item as Node | null, [...path, index]));
  if (!isMap(node)) return [];
  const first = new Map<string, Place | undefined>();
  return node.items.flatMap((pair) => {
    const here = [...path, keyOf(pair)];
    const place = placeIn(lines, offsetOf(pair.key));
    const inside = repeatedKeys(file, lines, pair.value as Node | null, here);
    if (!first.has(keyOf(pair))) {
      first.set(keyOf(pair), place);
      return inside;
    }
    const message = `written twice, first on line ${first.get(keyOf(pair))?.line ?? '?'}`;
    const suggestion = 'Keep one of them.';
    return [{ file, line: place?.line, column: place?.column, path: pathText(here), message, suggestion }, ...inside];
  });
}

function faults(file: string, lines: LineCounter, document: Document): readonly ConfigProblem[] {
  const syntax = document.errors.map((error) => {
    const place = placeIn(lines, error.pos[0]);
    const message = `not valid YAML: ${error.message.split(/ at line |\n/)[0] ?? error.code}`;
    return { file, line: place?.line, column: place?.column, path: '', message, suggestion: undefined };
  });
  return syntax.length > 0 ? syntax : repeatedKeys(file, lines, document.contents, []);
}

function read(file: string, lines: LineCounter, document: Document): YamlReading {
  const problems = faults(file, lines, document);
  if (problems.length > 0) return { ok: false, problems };
  try {
    const value: unknown = document.toJS({ maxAliasCount: 100 });
    return { ok: true, documents: [{ value, placeOf: (path) => locate(document, lines, path) }] };
  } catch (error) {
    const message = `not usable YAML: ${error instanceof Error ? error.message : String(error)}`;
    return {
      ok: false,
      problems: [{ file, line: undefined, column: undefined, path: '', message, suggestion: 'Write out what the aliases stand for.' }],
    };
  }
}

/** Reads YAML text of one or several documents; an empty text has none. Aliases are followed, but only as often as no bomb needs. */
export function readYaml(file: string, text: string): YamlReading {
  const lines = new LineCounter();
  const parsed = parseAllDocuments(text, { lineCounter: lines, uniqueKeys: false, prettyErrors: false });
  const readings = 'empty' in parsed ? [] : parsed.map((document) => read(file, lines, document));
  const problems = readings.flatMap((reading) => (reading.ok ? [] : reading.problems));
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, documents: readings.flatMap((reading) => (reading.ok ? reading.documents : [])) };
}
