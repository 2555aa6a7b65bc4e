import type { z } from 'zod';
import { compareText } from '../../promql/labels.ts';
import type { Labels } from '../../query-result.ts';
import { nearestWord } from '../../scrape/nearest-word.ts';
import { checkRule } from './check-rule.ts';
import type { Rule, RuleFile, RuleGroup } from './rule-file.ts';
import { RuleFileError, type RuleFileProblem } from './rule-file-error.ts';
import { GROUP_KEYS, RULE_FILE_SCHEMA, RULE_KEYS, type WrittenGroup, type WrittenRule } from './rule-file-schema.ts';
import { readYamlText, type YamlText } from './yaml-text.ts';

/**
 * Reads a rule file in Prometheus' YAML. `name` is how messages and the API call it.
 *
 * Throws RuleFileError, which lists every problem with its line and column, for text that is no YAML, unknown keys, names that are not
 * lawful or given twice, and expressions and templates that do not parse. A file without groups is lawful and has no rules.
 */
export function parseRuleFile(source: string, name: string): RuleFile {
  const yaml = readYamlText(source);
  if (yaml.problems.length > 0) throw new RuleFileError(name, yaml.problems);
  const read = RULE_FILE_SCHEMA.safeParse(yaml.value);
  if (!read.success) throw new RuleFileError(name, read.error.issues.flatMap(describeIssue(yaml)));
  const { groups } = read.data;
  const problems = [...repeatedNames(groups, yaml), ...groups.flatMap((group, index) => checkGroup(group, index, yaml))];
  if (problems.length > 0) throw new RuleFileError(name, problems);
  return { name, groups: groups.map((group) => toGroup(group, name)) };
}

function toGroup({ name = '', interval, limit, query_offset, labels, rules }: WrittenGroup, file: string): RuleGroup {
  return {
    name,
    file,
    intervalMs: interval === 0 ? undefined : interval,
    limit,
    queryOffsetMs: query_offset,
    rules: rules.map((rule) => toRule(rule, labels)),
  };
}

function toRule(
  { record, alert = '', expr = '', labels: own, annotations = {}, ...times }: WrittenRule,
  shared: WrittenRule['labels'],
): Rule {
  const labels = sorted({ ...shared, ...own });
  if (record !== undefined && record !== '') return { kind: 'recording', name: record, expression: expr, labels };
  return {
    kind: 'alerting',
    name: alert,
    expression: expr,
    forMs: times.for ?? 0,
    keepFiringForMs: times.keep_firing_for ?? 0,
    labels,
    annotations: sorted(annotations),
  };
}

/** Empty labels stay: a rule's empty label takes that label away from its answer. */
function sorted(table: Labels): Labels {
  return Object.fromEntries(Object.entries(table).sort(([a], [b]) => compareText(a, b)));
}

function checkGroup({ name = '', labels, rules }: WrittenGroup, index: number, yaml: YamlText): readonly RuleFileProblem[] {
  const at = (path: readonly PropertyKey[], message: string) => ({ ...yaml.placeOf(['groups', index, ...path]), message });
  const unlawful = Object.keys(labels).filter((label) => !/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(label) || label === '__name__');
  return [
    ...(name === '' ? [at(['name'], 'Groupname must not be empty')] : []),
    ...unlawful.map((label) => at(['labels', label], `group ${JSON.stringify(name)}: invalid label name: ${label}`)),
    ...rules.flatMap((rule, place) =>
      checkRule(rule).map(({ key, message }) =>
        at(['rules', place, key], `group ${JSON.stringify(name)}, rule ${place + 1}, ${JSON.stringify(ruleName(rule))}: ${message}`),
      ),
    ),
  ];
}

const ruleName = ({ record, alert }: WrittenRule): string => (alert ?? '') || (record ?? '');

function repeatedNames(groups: readonly WrittenGroup[], yaml: YamlText): readonly RuleFileProblem[] {
  const names = groups.map(({ name }) => name);
  return names.flatMap((name, index) => {
    if (name === undefined || names.indexOf(name) === index) return [];
    return [{ ...yaml.placeOf(['groups', index, 'name']), message: `groupname: ${JSON.stringify(name)} is repeated in the same file` }];
  });
}

function describeIssue(yaml: YamlText): (issue: z.core.$ZodIssue) => readonly RuleFileProblem[] {
  return (issue) => {
    const path = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step));
    if (issue.code !== 'unrecognized_keys')
      return [{ ...yaml.placeOf(path), message: `${path.join('.') || 'the file'}: ${issue.message}` }];
    return issue.keys.map((key) => {
      const meant = nearestWord(key, keysAt(path));
      const hint = meant === undefined ? '' : `; did you mean ${meant}?`;
      return { ...yaml.placeOf([...path, key]), message: `${[...path, key].join('.')}: unknown key${hint}` };
    });
  };
}

/** The keys that may stand at a path: the file's, a group's (groups.0) or a rule's (groups.0.rules.0). */
function keysAt(path: readonly PropertyKey[]): readonly string[] {
  if (path.length === 0) return ['groups'];
  return path.length === 2 ? GROUP_KEYS : RULE_KEYS;
}
