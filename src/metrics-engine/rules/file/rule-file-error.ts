/** One thing that is wrong with a rule file; line and column count from 1. */
export interface RuleFileProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** Says everything that is wrong with a rule file, one problem a line, each with its place. */
export class RuleFileError extends Error {
  readonly file: string;
  readonly problems: readonly RuleFileProblem[];
  constructor(file: string, problems: readonly RuleFileProblem[]) {
    super(problems.map(({ line, column, message }) => `${file}:${line}:${column}: ${message}`).join('\n'));
    this.name = 'RuleFileError';
    this.file = file;
    this.problems = problems;
  }
}
