import assert from 'node:assert/strict';
import { checkRuleFile } from './check-rule-file.ts';
import { parseRuleFile } from './parse-rule-file.ts';
import { RuleFileError } from './rule-file-error.ts';

function problemsOf(source: string): readonly string[] {
  try {
    parseRuleFile(source, 'r.yaml');
    return [];
  } catch (error) {
    assert(error instanceof RuleFileError);
    return error.problems.map(({ line, column, message }) => `${line}:${column} ${message}`);
  }
}

const inGroup = (rule: string): string => `groups:\n- name: g\n  rules:\n  - ${rule}\n`;

describe('parseRuleFile', () => {
  it('reads groups and rules, each scalar as the text that stands there', () => {
    const file = parseRuleFile(
      `
groups:
- name: g
  interval: 30s
  limit: 5
  query_offset: 1m
  labels: { team: a, version: 1.10 }
  rules:
  - record: job:up:sum
    expr: sum by (job) (up)
    labels: { instance: "", team: b }
  - alert: Down
    expr: up == 0
    for: 5m
    keep_firing_for: 1h
    annotations: { summary: "{{ $labels.job }} is down" }
- name: empty
`,
      'r.yaml',
    );
    const [first, second] = file.groups;
    assert.deepEqual(
      { ...first, rules: undefined },
      { name: 'g', file: 'r.yaml', intervalMs: 30_000, limit: 5, queryOffsetMs: 60_000, rules: undefined },
    );
    assert.deepEqual(first?.rules, [
      { kind: 'recording', name: 'job:up:sum', expression: 'sum by (job) (up)', labels: { instance: '', team: 'b', version: '1.10' } },
      {
        kind: 'alerting',
        name: 'Down',
        expression: 'up == 0',
        forMs: 300_000,
        keepFiringForMs: 3_600_000,
        labels: { team: 'a', version: '1.10' },
        annotations: { summary: '{{ $labels.job }} is down' },
      },
    ]);
    assert.deepEqual(second, { name: 'empty', file: 'r.yaml', intervalMs: undefined, limit: 0, queryOffsetMs: undefined, rules: [] });
  });

  it('takes a file without groups, and keys without values', () => {
    assert.deepEqual(parseRuleFile('', 'x').groups, []);
    assert.deepEqual(problemsOf('groups:\n'), []);
    assert.deepEqual(problemsOf(inGroup('{ record: a, expr: up, labels: , annotations: }')), []);
  });

  it('refuses what promtool refuses, and says where', () => {
    const rule = (text: string) => problemsOf(inGroup(text));
    assert.deepEqual(rule('{ record: a, alert: b, expr: up }'), [
      `4:7 group "g", rule 1, "b": only one of 'record' and 'alert' must be set`,
    ]);
    assert.deepEqual(rule('{ expr: up }'), [`4:5 group "g", rule 1, "": one of 'record' or 'alert' must be set`]);
    assert.deepEqual(rule('{ record: a }'), [`4:5 group "g", rule 1, "a": field 'expr' must be set in rule`]);
    assert.match(rule('{ record: a, expr: "sum(" }')[0] ?? '', /^4:18 group "g", rule 1, "a": could not parse expression: 1:5/);
    assert.match(rule('{ record: a, expr: "up[5m]" }')[0] ?? '', /needs an expression that is a vector or a scalar, this one is a range/);
    assert.match(rule('{ record: a b, expr: up }')[0] ?? '', /invalid recording rule name: a b/);
    assert.deepEqual(
      rule('{ record: a, expr: up, for: 5m, annotations: { x: y } }').map((problem) => problem.replace(/^.*: /, '')),
      ["invalid field 'annotations' in recording rule", "invalid field 'for' in recording rule"],
    );
    assert.match(rule('{ alert: a, expr: up, labels: { a-b: c } }')[0] ?? '', /invalid label name: a-b/);
    assert.match(rule('{ alert: a, expr: up, labels: { __name__: c } }')[0] ?? '', /invalid label name: __name__/);
    assert.match(rule('{ alert: a, expr: up, annotations: { a-b: c } }')[0] ?? '', /invalid annotation name: a-b/);
    assert.match(
      rule('{ alert: a, expr: up, labels: { x: "{{ nope }}" } }')[0] ?? '',
      /label "x": template: __alert_a:1: function "nope" not defined/,
    );
    assert.match(rule('{ alert: a, expr: up, annotations: { x: "{{ if }}" } }')[0] ?? '', /annotation "x": .*missing value for if/);
    assert.match(rule('{ alert: a, expr: up, for: 5q }')[0] ?? '', /^4:27 groups\.0\.rules\.0\.for: not a valid duration string: "5q"/);
    assert.match(rule('{ alert: a, exp: up }')[0] ?? '', /^4:17 groups\.0\.rules\.0\.exp: unknown key; did you mean expr\?/);
    assert.match(
      problemsOf('groups:\n- name: g\n  intervall: 5s\n')[0] ?? '',
      /^3:3 groups\.0\.intervall: unknown key; did you mean interval\?/,
    );
    assert.match(problemsOf('group: []\n')[0] ?? '', /^1:1 group: unknown key; did you mean groups\?/);
    assert.match(problemsOf('groups:\n- name: g\n  labels: { __name__: x }\n')[0] ?? '', /invalid label name: __name__/);
    assert.deepEqual(problemsOf('groups:\n- name: ""\n- name: a\n- name: a\n'), [
      '4:3 groupname: "a" is repeated in the same file',
      '2:3 Groupname must not be empty',
    ]);
    assert.match(problemsOf('groups: {\n')[0] ?? '', /^\d+:\d+ /);
    assert.match(problemsOf('groups: 5\n')[0] ?? '', /groups: expected a list of groups/);
    assert.match(problemsOf('- a\n')[0] ?? '', /the file: expected a file with groups/);
  });
});

describe('checkRuleFile', () => {
  it('counts rules, warns of two that write the same, and lists problems', () => {
    const twice = inGroup('{ record: a, expr: up }').concat('  - { record: a, expr: up + 1 }\n');
    const report = checkRuleFile(twice, 'r.yaml');
    assert.deepEqual([report.rules, report.problems.length, report.warnings.length], [2, 0, 1]);
    assert.match(checkRuleFile('groups: 5', 'r.yaml').problems[0] ?? '', /^r\.yaml:1:1: groups/);
  });
});
