/** One thing that is wrong with the configuration, and where. */
export interface ConfigProblem {
  /** The file as it was named; `environment` for a variable. */
  readonly file: string;
  /** 1-based; undefined where the problem has no place in a file. */
  readonly line: number | undefined;
  readonly column: number | undefined;
  /** `services.workflow-service.steps[2].traffic`; empty for the file as a whole. */
  readonly path: string;
  /** What is wrong, without a full stop. */
  readonly message: string;
  /** What to do instead; undefined where the message says it all. */
  readonly suggestion: string | undefined;
}

/** A problem on one line: `sluice.yaml:12:5: services.web.gate: unknown key. Did you mean "gates"?` */
export function describeProblem(problem: ConfigProblem): string {
  const place = problem.line === undefined ? problem.file : `${problem.file}:${problem.line}:${problem.column ?? 1}`;
  const path = problem.path === '' ? '' : `${problem.path}: `;
  const suggestion = problem.suggestion === undefined ? '' : ` ${problem.suggestion}`;
  return `${place}: ${path}${problem.message}.${suggestion}`;
}

/** The configuration can't be used as it is: everything that is wrong with it, so that it can be put right in one go. Nothing was started. */
export class ConfigError extends Error {
  readonly problems: readonly ConfigProblem[];
  constructor(problems: readonly ConfigProblem[]) {
    super(problems.map(describeProblem).join('\n'));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}
