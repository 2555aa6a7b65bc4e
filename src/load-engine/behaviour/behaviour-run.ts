/** How a run of a script came out, in the words that all runners share. */
export interface BehaviourRun {
  /** undefined where the runner has no process to end. */
  readonly exitCode: number | undefined;
  /** By metric, `name` or `name{tag:value}`; a metric without samples may be absent. */
  readonly counts: Readonly<Record<string, number>>;
  readonly interrupted: number;
  /** By `metric expression`. */
  readonly thresholds: Readonly<Record<string, boolean>>;
  /** All that was printed. */
  readonly output: string;
}

/** Runs a script of a folder of its own, against a target that runs. */
export type BehaviourRunner = (request: {
  readonly folder: string;
  readonly scriptPath: string;
  readonly env: Readonly<Record<string, string>>;
  readonly flags: Readonly<Record<string, string>>;
  readonly variables: Readonly<Record<string, string>>;
}) => Promise<BehaviourRun>;

/** What a metric counts, out of its values: see the expectation's counts. */
export function countOf(values: Readonly<Record<string, number>>): number {
  return values['count'] ?? values['passes'] ?? values['value'] ?? 0;
}
