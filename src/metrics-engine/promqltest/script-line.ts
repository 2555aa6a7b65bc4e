import { parseDuration } from '../promql/duration.ts';
import { NotationError } from './notation-error.ts';

/** A line of a script, without its blanks, counted from 1. */
export interface ScriptLine {
  readonly text: string;
  readonly line: number;
}

/** A time after 0: a duration such as `5m`, or seconds. Throws NotationError. */
export function parseTime(text: string): number {
  const negative = text.startsWith('-');
  const bare = negative ? text.slice(1) : text;
  const ms = parseDuration(bare) ?? (/^\d+(?:\.\d+)?$/.test(bare) ? Number(bare) * 1000 : undefined);
  if (ms === undefined) throw new NotationError(`${JSON.stringify(text)} is no time such as 5m or 300`);
  return negative ? 0 - ms : ms;
}

/** Runs a step of reading, and gives an error of it the line. */
export function located<Result>(line: number, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (error instanceof NotationError && !error.message.startsWith('line ')) throw new NotationError(`line ${line}: ${error.message}`);
    throw error;
  }
}
