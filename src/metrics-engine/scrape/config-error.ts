/** Says everything that is wrong with a collector's configuration, one problem a line, each with its path. */
export class CollectorConfigError extends Error {
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(`the collector's configuration is refused:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.name = 'CollectorConfigError';
    this.problems = problems;
  }
}
