import { readString } from '../promql/string-literal.ts';
import { QueryError } from '../query-result.ts';
import { NotationError } from './notation-error.ts';

/** Reads a quoted text that starts at a place: its meaning, and the place behind its closing quote. Throws NotationError when there is none. */
export function readQuoted(line: string, at: number): { readonly text: string; readonly end: number } {
  if (!/["'`]/.test(line[at] ?? '')) throw new NotationError(`expected a quoted text at ${JSON.stringify(line.slice(at, at + 20))}`);
  try {
    const { value, end } = readString(line, at);
    return { text: value, end };
  } catch (error) {
    throw error instanceof QueryError ? new NotationError(error.message) : error;
  }
}
