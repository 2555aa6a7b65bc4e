import type { LoadOptions } from '../options/consolidate-options.ts';
import type { MetricDeclaration } from '../virtual-user.ts';
import type { Finding } from './finding.ts';
import { lintScenarios } from './lint-scenarios.ts';
import { lintSources } from './lint-sources.ts';
import { lintTags } from './lint-tags.ts';
import { lintThresholds } from './lint-thresholds.ts';

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

/** Says beforehand what would make the answer of a script worth less than it looks; an empty list is no promise that its figures are right. */
export function lintScript(input: LintInput): readonly Finding[] {
  return [...lintThresholds(input), ...lintScenarios(input), ...lintTags(input), ...lintSources(input)];
}
