import { labelsTest } from '../promql/matcher.ts';
import type { RuleGroupStatus, RuleStatus } from '../rules/rule-status.ts';
import { selectorMatchers } from '../selector-matchers.ts';
import { invalidParameter } from './api-error.ts';

/** Which groups and rules are asked for. */
export interface RuleFilter {
  /** Whether rules are chosen at all. */
  readonly isOfRules: boolean;
  isGroupMeant(group: RuleGroupStatus): boolean;
  isRuleMeant(rule: RuleStatus): boolean;
}

/** The filter that the parameters of `/rules` make: `type`, `rule_name[]`, `rule_group[]`, `file[]`, `match[]`. Throws ApiError, QueryError. */
export function ruleFilter(params: URLSearchParams): RuleFilter {
  const kind = kindParam(params.get('type') ?? '');
  const [isName, isGroup, isFile] = [listed(params, 'rule_name[]'), listed(params, 'rule_group[]'), listed(params, 'file[]')];
  const selectors = params.getAll('match[]').map((selector) => labelsTest(selectorMatchers(selector)));
  return {
    isOfRules: kind !== undefined || params.has('rule_name[]') || selectors.length > 0,
    isGroupMeant: ({ name, file }) => isGroup(name) && isFile(file),
    isRuleMeant: (rule) =>
      (kind === undefined || rule.kind === kind) &&
      isName(rule.name) &&
      (selectors.length === 0 || selectors.some((test) => test(rule.labels))),
  };
}

function kindParam(text: string): RuleStatus['kind'] | undefined {
  switch (text.toLowerCase()) {
    case '':
      return undefined;
    case 'alert':
      return 'alerting';
    case 'record':
      return 'recording';
    default:
      throw invalidParameter('type', `not supported value ${JSON.stringify(text)}`);
  }
}

/** Nothing listed means all. */
function listed(params: URLSearchParams, name: string): (text: string) => boolean {
  const wanted = new Set(params.getAll(name));
  return (text) => wanted.size === 0 || wanted.has(text);
}
