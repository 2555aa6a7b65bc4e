import type { LoadOptions } from '../options/consolidate-options.ts';
import type { MetricDeclaration } from '../virtual-user.ts';

/** One file of a script, as it was written. */
export interface ScriptSource {
  readonly name: string;
  readonly text: string;
}

/** What is looked at: nothing of it was run but the init stage. */
export interface LintInput {
  readonly options: LoadOptions;
  readonly metrics: readonly MetricDeclaration[];
  readonly sources: readonly ScriptSource[];
}
