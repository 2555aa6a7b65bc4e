import { readRuleExpression } from '../file/rule-expression.ts';
import type { RecordingRule } from '../file/rule-file.ts';
import { recordingSamples } from './recording-samples.ts';
import type { RuleRunner, RuleSettings } from './rule-runner.ts';
import { ruleVector } from './rule-vector.ts';

/** Makes a recording rule ready. */
export function recordingRuleRunner(rule: RecordingRule, { source }: Pick<RuleSettings, 'source'>): RuleRunner {
  const query = readRuleExpression(rule.expression).text;
  return {
    evaluate: async ({ atMs, queryOffsetMs, limit, signal }) =>
      recordingSamples(rule, ruleVector(await source.query(query, atMs - queryOffsetMs, signal)), limit),
  };
}
