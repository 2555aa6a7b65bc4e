/** What became of a file of unit tests for rules, or of a rule file that was looked over. */
export interface RuleReport {
  readonly file: string;
  /** How many tests were run, or rules found. */
  readonly count: number;
  /** What failed or is refused; nothing when all is well. */
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
}

/** A file, and how messages call it. */
export interface NamedFile {
  readonly path: string;
  readonly name: string;
}

/** Works on files of Prometheus rules, without a server. */
export interface RuleTools {
  /** Runs a file of unit tests in promtool's format. What is wrong with it is told in the report. Rejects with the signal's reason. */
  test(file: NamedFile, signal: AbortSignal): Promise<RuleReport>;
  /** Looks a rule file over: YAML, keys, names, expressions, templates. A file that can't be read is a problem of its report. */
  check(file: NamedFile): Promise<RuleReport>;
}
