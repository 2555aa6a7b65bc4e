import type { Finding } from './finding.ts';
import type { LintInput } from './lint-input.ts';
import { lintScenarios } from './lint-scenarios.ts';
import { lintSources } from './lint-sources.ts';
import { lintTags } from './lint-tags.ts';
import { lintThresholds } from './lint-thresholds.ts';

/** Says beforehand what would make the answer of a script worth less than it looks; an empty list is no promise that its figures are right. */
export function lintScript(input: LintInput): readonly Finding[] {
  return [...lintThresholds(input), ...lintScenarios(input), ...lintTags(input), ...lintSources(input)];
}
