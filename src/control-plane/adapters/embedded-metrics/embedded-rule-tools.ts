import { checkRuleFile } from '../../../metrics-engine/rules/file/check-rule-file.ts';
import { readText, UnreadableFile } from '../../../metrics-engine/rules/file/load-rule-files.ts';
import { testRules } from '../../../metrics-engine/rules/unit-test/test-rules.ts';
import type { RuleTools } from '../../control/ports/rule-tools.ts';

/** Works on rules with the embedded metrics engine. */
export const embeddedRuleTools: RuleTools = {
  test: async ({ path, name }, signal) => {
    const { tests, ...report } = await testRules(path, signal);
    return { ...report, file: name, count: tests };
  },
  check: async ({ path, name }) => {
    try {
      const { rules, ...report } = checkRuleFile(await readText(path), name);
      return { ...report, count: rules };
    } catch (error) {
      if (error instanceof UnreadableFile) return { file: name, count: 0, problems: [error.message], warnings: [] };
      throw error;
    }
  },
};
