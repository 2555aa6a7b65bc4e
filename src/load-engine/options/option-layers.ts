/** Options that come from outside of a script, as they were written; the script's own stand between `environment` and `file`. */
export interface OptionLayers {
  /** From the command line, by the names that scripts use, each as a text, as texts where a flag came several times, or as a script would write it: `{ vus: '10', stages: ['30s:10', '1m:0'], throw: true }`. They win over all others. */
  readonly flags: Readonly<Record<string, unknown>>;
  /** K6_* variables with their whole names: `{ K6_VUS: '10' }`. */
  readonly environment: Readonly<Record<string, string>>;
  /** A configuration file, parsed. The script wins over it. */
  readonly file: Readonly<Record<string, unknown>>;
}
