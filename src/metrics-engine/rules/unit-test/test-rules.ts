import { dirname } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { loadRuleFiles, readText, UnreadableFile } from '../file/load-rule-files.ts';
import type { RuleGroup } from '../file/rule-file.ts';
import { RuleFileError } from '../file/rule-file-error.ts';
import { parseUnitTestFile } from './parse-unit-test-file.ts';
import { runUnitTest } from './run-unit-test.ts';
import type { UnitTestFile } from './unit-test-schema.ts';

/** What became of a file of unit tests. */
export interface RuleTestReport {
  readonly file: string;
  /** How many tests the file has; a file without tests measured nothing. */
  readonly tests: number;
  /** What failed, as promtool prints it; nothing when all passed. */
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
}

const EVALUATION_MS = 60_000;

/**
 * Runs a file of unit tests for rules, in promtool's format, on engines of their own. Paths of rule files are taken from the file's folder.
 *
 * Whatever is wrong with the file, its rules or its tests is a problem of the report. Rejects only with the signal's reason, or for a bug.
 */
export async function testRules(file: string, signal: AbortSignal): Promise<RuleTestReport> {
  try {
    const parsed = parseUnitTestFile(await readText(file), file);
    const { groups, warnings } = await loadGroups(parsed, dirname(file));
    return { file, tests: parsed.tests.length, warnings, problems: await runAll(parsed, groups, signal) };
  } catch (error) {
    if (!(error instanceof RuleFileError) && !(error instanceof UnreadableFile)) throw error;
    return { file, tests: 0, warnings: [], problems: [error.message] };
  }
}

async function runAll(parsed: UnitTestFile, groups: readonly RuleGroup[], signal: AbortSignal): Promise<readonly string[]> {
  const evaluationMs =
    parsed.evaluation_interval === undefined || parsed.evaluation_interval === 0 ? EVALUATION_MS : parsed.evaluation_interval;
  const problems: string[] = [];
  for (const test of parsed.tests) {
    const options = { test, groups, evaluationMs, isFuzzy: parsed.fuzzy_compare, letOthersRun: () => setImmediate(), signal };
    problems.push(...(await runUnitTest(options)));
  }
  return problems;
}

interface LoadedGroups {
  readonly groups: readonly RuleGroup[];
  readonly warnings: readonly string[];
}

async function loadGroups({ rule_files, group_eval_order }: UnitTestFile, folder: string): Promise<LoadedGroups> {
  const { files, unmatched } = await loadRuleFiles(rule_files, folder);
  const order = new Map(group_eval_order.map((name, index) => [name, index]));
  return {
    // A group that the order does not name counts as its first, as in promtool.
    groups: files.flatMap(({ groups }) => groups).sort((a, b) => (order.get(a.name) ?? 0) - (order.get(b.name) ?? 0)),
    warnings: unmatched.map((pattern) => `no file match pattern ${pattern}`),
  };
}
