import { readString } from '../promql/syntax/string-literal.ts';
import { NotationError } from './notation-error.ts';

/** Reads a quoted text that starts at a place: its meaning, and the place behind its closing quote. Throws NotationError when there is none. */
export function readQuoted(line: string, at: number): { readonly text: string; readonly end: number } {
  if (!/["'`]/.test(line[at] ?? '')) throw new NotationError(`expected a quoted text at ${JSON.stringify(line.slice(at, at + 20))}`);
  const read = readString(line, at);
  if (!read.ok) throw new NotationError(read.problem);
  return { text: read.value, end: read.end };
}
