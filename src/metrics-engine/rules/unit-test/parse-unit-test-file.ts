import type { z } from 'zod';
import { RuleFileError, type RuleFileProblem } from '../file/rule-file-error.ts';
import { readYamlText, type YamlText } from '../file/yaml-text.ts';
import { UNIT_TEST_SCHEMA, type UnitTestFile } from './unit-test-schema.ts';

/** Reads a file of unit tests for rules. Throws RuleFileError, which names each problem with its line and column. */
export function parseUnitTestFile(source: string, name: string): UnitTestFile {
  const yaml = readYamlText(source);
  if (yaml.problems.length > 0) throw new RuleFileError(name, yaml.problems);
  const read = UNIT_TEST_SCHEMA.safeParse(yaml.value);
  if (!read.success) throw new RuleFileError(name, read.error.issues.flatMap(describeIssue(yaml)));
  const order = read.data.group_eval_order;
  const repeated = order.findIndex((group, index) => order.indexOf(group) < index);
  if (repeated === -1) return read.data;
  const message = `group name repeated in evaluation order: ${order[repeated] ?? ''}`;
  throw new RuleFileError(name, [{ ...yaml.placeOf(['group_eval_order', repeated]), message }]);
}

function describeIssue(yaml: YamlText): (issue: z.core.$ZodIssue) => readonly RuleFileProblem[] {
  return ({ path, ...issue }) => {
    if (issue.code !== 'unrecognized_keys')
      return [{ ...yaml.placeOf(path), message: `${path.map(String).join('.') || 'the file'}: ${issue.message}` }];
    return issue.keys.map((key) => ({ ...yaml.placeOf([...path, key]), message: `${[...path, key].map(String).join('.')}: unknown key` }));
  };
}
