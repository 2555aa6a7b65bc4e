import { BYTE } from './byte.ts';
import { ExpositionError } from './exposition-error.ts';

/** What is wrong at an offset, as an error that names the line. Lines are counted here, so that reading need not count them. */
export function errorAt(bytes: Buffer, at: number, problem: string): ExpositionError {
  let line = 1;
  for (let newline = bytes.indexOf(BYTE.newline); newline >= 0 && newline < at; newline = bytes.indexOf(BYTE.newline, newline + 1)) line++;
  return new ExpositionError(line, problem);
}

/** The error for something else than what must stand at an offset; it shows what stands there, cut short. */
export function unexpectedAt(bytes: Buffer, at: number, expected: string): ExpositionError {
  const newline = bytes.indexOf(BYTE.newline, at);
  const found = bytes.toString('utf8', at, Math.min(at + 20, newline < 0 ? bytes.length : newline));
  return errorAt(bytes, at, `expected ${expected}, found ${found === '' ? 'the end of the line' : JSON.stringify(found)}`);
}
