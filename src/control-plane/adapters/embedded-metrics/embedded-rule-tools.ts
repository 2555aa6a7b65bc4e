import { checkRuleFile } from '../../../metrics-engine/rules/file/check-rule-file.ts';
import { readText, UnreadableFile } from '../../../metrics-engine/rules/file/load-rule-files.ts';
import { testRules } from '../../../metrics-engine/rules/unit-test/test-rules.ts';
import type { RuleTools } from '../../control/ports/rule-tools.ts';

/** Works on rules with the embedded metrics engine. */
export const embeddedRuleTools: RuleTools = {
  test: async (file, signal) => {
    const { tests, ...report } = await testRules(file, signal);
    return { ...report, count: tests };
  },
  check: async (file) => {
    try {
      const { rules, ...report } = checkRuleFile(await readText(file), file);
      return { ...report, count: rules };
    } catch (error) {
      if (error instanceof UnreadableFile) return { file, count: 0, problems: [error.message], warnings: [] };
      throw error;
    }
  },
};
