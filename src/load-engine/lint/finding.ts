/** Something about a script that makes its answer worth less than it looks. */
export interface Finding {
  /** Which rule found it, in kebab-case. */
  readonly rule:
    | 'no-thresholds'
    | 'passes-without-evidence'
    | 'checks-are-not-judged'
    | 'no-bound-on-dropped-iterations'
    | 'closed-loop'
    | 'tag-never-matches'
    | 'aborts-on-few-samples'
    | 'sleep-in-open-model'
    | 'url-names-are-unbounded'
    | 'floating-promise';
  /** warning: a gate may come out wrong by it. advice: it reads badly, or costs more than it needs. */
  readonly severity: 'warning' | 'advice';
  /** Where: the path in the options, or file:line:column. */
  readonly place: string;
  /** What is wrong, in one sentence. */
  readonly problem: string;
  /** What to write instead. */
  readonly remedy: string;
}
