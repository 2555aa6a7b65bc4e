import { labelsKey } from '../../promql/labels.ts';
import { parseRuleFile } from './parse-rule-file.ts';
import type { Rule } from './rule-file.ts';
import { RuleFileError } from './rule-file-error.ts';

/** What a look at a rule file found. */
export interface RuleFileReport {
  readonly file: string;
  readonly rules: number;
  /** Why it is refused, a problem each with its place; nothing when it is lawful. */
  readonly problems: readonly string[];
  /** What is lawful and hardly meant. */
  readonly warnings: readonly string[];
}

/** Looks a rule file over without evaluating it. */
export function checkRuleFile(source: string, file: string): RuleFileReport {
  try {
    const rules = parseRuleFile(source, file).groups.flatMap((group) => group.rules);
    return { file, rules: rules.length, problems: [], warnings: duplicates(rules) };
  } catch (error) {
    if (!(error instanceof RuleFileError)) throw error;
    return { file, rules: 0, problems: error.message.split('\n'), warnings: [] };
  }
}

/** Rules of one name and the same labels write the same series. */
function duplicates(rules: readonly Rule[]): readonly string[] {
  const keys = rules.map(({ name, labels }) => `${name} ${labelsKey(labels)}`);
  const repeated = rules.filter((_, index) => keys.indexOf(keys[index] ?? '') < index);
  return repeated.map(({ name }) => `${name} is there more than once with the same labels: this might cause inconsistency while recording`);
}
