import type { RuleGroupStatus, RuleStatus } from '../rules/rule-status.ts';
import { type ApiAnswer, apiAnswer } from './api-answer.ts';
import { invalidParameter } from './api-error.ts';
import type { ApiRequest } from './api-request.ts';
import { formatInstant } from './format-value.ts';
import { ruleFilter } from './rule-filter.ts';
import { writtenAlert } from './written-alert.ts';

/** `/rules`: groups with their rules, or those that are asked for; a group of which no rule is meant is left out when rules are filtered. */
export function answerRules({ engine, params }: ApiRequest): ApiAnswer {
  const filter = ruleFilter(params);
  const withAlerts = !isTrue(params, 'exclude_alerts');
  const groups = engine.rules
    .groups()
    .filter((group) => filter.isGroupMeant(group))
    .map((group) => ({ ...group, rules: group.rules.filter((rule) => filter.isRuleMeant(rule)) }))
    .filter(({ rules }) => rules.length > 0 || !filter.isOfRules);
  return apiAnswer({ groups: groups.map((group) => writtenGroup(group, withAlerts)) });
}

function isTrue(params: URLSearchParams, name: string): boolean {
  const text = (params.get(name) ?? '').toLowerCase();
  if (['', '0', 'f', 'false'].includes(text)) return false;
  if (['1', 't', 'true'].includes(text)) return true;
  throw invalidParameter(name, `${JSON.stringify(text)} is neither true nor false`);
}

function writtenGroup({ rules, ...group }: RuleGroupStatus, withAlerts: boolean): unknown {
  return {
    name: group.name,
    file: group.file,
    rules: rules.map((rule) => writtenRule(rule, withAlerts)),
    interval: group.intervalSeconds,
    limit: group.limit,
    evaluationTime: group.evaluationSeconds,
    lastEvaluation: formatInstant(group.lastEvaluationMs),
  };
}

function writtenRule(rule: RuleStatus, withAlerts: boolean): unknown {
  const { name, query, labels } = rule;
  const health = {
    health: rule.health,
    ...(rule.lastError !== undefined && { lastError: rule.lastError }),
    evaluationTime: rule.evaluationSeconds,
    lastEvaluation: formatInstant(rule.lastEvaluationMs),
  };
  switch (rule.kind) {
    case 'recording':
      return { name, query, labels, ...health, type: 'recording' };
    case 'alerting':
      return {
        state: rule.state,
        name,
        query,
        duration: rule.forSeconds,
        keepFiringFor: rule.keepFiringForSeconds,
        labels,
        annotations: rule.annotations,
        alerts: withAlerts ? rule.alerts.map(writtenAlert) : [],
        ...health,
        type: 'alerting',
      };
  }
}
