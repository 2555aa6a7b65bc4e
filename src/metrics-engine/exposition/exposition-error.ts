/** Says in which line (from 1) an exposition is malformed. */
export class ExpositionError extends Error {
  readonly line: number;
  constructor(line: number, problem: string) {
    super(`line ${line}: ${problem}`);
    this.name = 'ExpositionError';
    this.line = line;
  }
}
