/** Options that come from outside of a script, as they were written; the script's own stand between `environment` and `file`. */
export interface OptionLayers {
  /** From the command line, by the names that scripts use: `{ vus: 10, duration: '30s' }`. They win over all others. */
  readonly flags: Readonly<Record<string, unknown>>;
  /** K6_* variables with their whole names: `{ K6_VUS: '10' }`. */
  readonly environment: Readonly<Record<string, string>>;
  /** A configuration file, parsed. The script wins over it. */
  readonly file: Readonly<Record<string, unknown>>;
}
