/** A file of unit tests with its rules, and what becomes of it in promtool. */
export interface PromtoolCase {
  readonly fact: string;
  readonly passes: boolean;
  /** Whether what is printed of a failure is the same to the letter; where it is not, promtool has its own words for a syntax error. */
  readonly sameText?: boolean;
  /** rules.yaml; the tests name it. */
  readonly rules: string;
  readonly tests: string;
}

const UP_RULES = `
groups:
- name: up
  rules:
  - record: job:up:sum
    expr: sum by (job) (up)
  - record: job:up:ratio
    expr: job:up:sum / count by (job) (up)
    labels: { kind: ratio }
`;

const DOWN_RULES = `
groups:
- name: down
  rules:
  - alert: Down
    expr: up == 0
    for: 2m
    labels: { severity: '{{ if eq $labels.job "db" }}page{{ else }}ticket{{ end }}' }
    annotations:
      summary: '{{ $labels.instance }} of {{ $labels.job | toUpper }} is down: {{ $value }}'
      link: '{{ $externalURL }}/x?cluster={{ $externalLabels.cluster }}'
`;

const BURN_RULES = `
groups:
- name: slo
  rules:
  - record: slo:errors:ratio_rate5m
    expr: sum(rate(requests_total{code=~"5.."}[5m])) / sum(rate(requests_total[5m]))
  - record: slo:errors:ratio_rate1h
    expr: sum(rate(requests_total{code=~"5.."}[1h])) / sum(rate(requests_total[1h]))
  - alert: ErrorBudgetBurn
    expr: slo:errors:ratio_rate5m > (14.4 * 0.001) and slo:errors:ratio_rate1h > (14.4 * 0.001)
    labels: { severity: page }
    annotations: { summary: 'burns {{ printf "%.1f" $value }}, {{ $value | humanizePercentage }} of requests fail' }
`;

const upSeries = (job: string, values: string): string => `  - { series: 'up{job="${job}",instance="a"}', values: '${values}' }`;

/** Files of both outcomes, in whose expressions the ranges of Prometheus 2 (closed) and 3 (open on the left) make no difference. */
export const PROMTOOL_CASES: readonly PromtoolCase[] = [
  {
    fact: 'recording rules see what those before them wrote',
    passes: true,
    rules: UP_RULES,
    tests: `
rule_files: [rules.yaml]
evaluation_interval: 1m
tests:
- interval: 1m
  input_series:
${upSeries('db', '1x10')}
  - { series: 'up{job="db",instance="b"}', values: '0x10' }
  promql_expr_test:
  - { expr: 'job:up:sum', eval_time: 5m, exp_samples: [{ labels: 'job:up:sum{job="db"}', value: 1 }] }
  - { expr: 'job:up:ratio', eval_time: 5m, exp_samples: [{ labels: 'job:up:ratio{job="db",kind="ratio"}', value: 0.5 }] }
`,
  },
  {
    fact: 'a value that is another fails, and so does a series that is missing',
    passes: false,
    sameText: true,
    rules: UP_RULES,
    tests: `
rule_files: [rules.yaml]
tests:
- interval: 1m
  input_series:
${upSeries('db', '1x10')}
  promql_expr_test:
  - { expr: 'job:up:sum', eval_time: 5m, exp_samples: [{ labels: 'job:up:sum{job="db"}', value: 1.5 }] }
  - { expr: 'job:up:sum', eval_time: 5m }
  - { expr: 'none', eval_time: 5m, exp_samples: [{ labels: 'none', value: 1 }] }
`,
  },
  {
    fact: 'alerts are pending before they fire, and are looked at as the last evaluation left them',
    passes: true,
    rules: DOWN_RULES,
    tests: `
rule_files: [rules.yaml]
evaluation_interval: 1m
tests:
- interval: 1m
  external_labels: { cluster: c1 }
  external_url: http://sluice
  input_series:
${upSeries('db', '1 0 0 0 0 1 1')}
${upSeries('web', '1 1 1 0 0 0 0')}
  alert_rule_test:
  - { eval_time: 1m, alertname: Down }
  - { eval_time: 2m, alertname: Down, exp_alerts: [] }
  - eval_time: 3m30s
    alertname: Down
    exp_alerts:
    - exp_labels: { severity: page, job: db, instance: a }
      exp_annotations: { summary: 'a of DB is down: 0', link: 'http://sluice/x?cluster=c1' }
  - eval_time: 5m
    alertname: Down
    exp_alerts:
    - exp_labels: { severity: ticket, job: web, instance: a }
      exp_annotations: { summary: 'a of WEB is down: 0', link: 'http://sluice/x?cluster=c1' }
  - { eval_time: 5m, alertname: Other }
  promql_expr_test:
  - expr: 'ALERTS{alertstate="pending"}'
    eval_time: 4m
    exp_samples: [{ labels: 'ALERTS{alertname="Down",alertstate="pending",instance="a",job="web",severity="ticket"}', value: 1 }]
  - expr: 'ALERTS_FOR_STATE{job="db"}'
    eval_time: 4m
    exp_samples: [{ labels: 'ALERTS_FOR_STATE{alertname="Down",instance="a",job="db",severity="page"}', value: 60 }]
`,
  },
  {
    fact: 'alerts with other labels or annotations fail, and are shown beside those expected',
    passes: false,
    sameText: true,
    rules: DOWN_RULES,
    tests: `
rule_files: [rules.yaml]
tests:
- interval: 1m
  name: the database
  input_series:
${upSeries('db', '0x10')}
${upSeries('web', '0x10')}
  alert_rule_test:
  - eval_time: 5m
    alertname: Down
    exp_alerts: [{ exp_labels: { severity: page, job: db } }]
  - { eval_time: 90s, alertname: Down, exp_alerts: [{}] }
`,
  },
  {
    fact: 'an alert goes on firing for keep_firing_for',
    passes: true,
    rules: `
groups:
- name: g
  rules:
  - { alert: Flaps, expr: x > 0, keep_firing_for: 3m }
`,
    tests: `
rule_files: [rules.yaml]
tests:
- interval: 1m
  input_series: [{ series: x, values: '1 0 0 0 0 0 0' }]
  alert_rule_test:
  - { eval_time: 3m, alertname: Flaps, exp_alerts: [{ exp_labels: {} }] }
  - { eval_time: 4m, alertname: Flaps, exp_alerts: [] }
`,
  },
  {
    fact: 'gaps, ends and sequences of series are read alike',
    passes: true,
    rules: 'groups: []',
    tests: `
rule_files: [rules.yaml]
tests:
- interval: 1m
  input_series:
  - { series: 'a', values: '1 _ 3 stale 5' }
  - { series: 'b', values: '10-2x3 -1+0.1x10 7x2 _x3 1e3 Inf' }
  promql_expr_test:
  - { expr: a, eval_time: 1m, exp_samples: [{ labels: a, value: 1 }] }
  - { expr: a, eval_time: 3m, exp_samples: [] }
  - { expr: a, eval_time: 4m, exp_samples: [{ labels: a, value: 5 }] }
  - { expr: b, eval_time: 3m, exp_samples: [{ labels: b, value: 4 }] }
  - { expr: 'b', eval_time: 14m, exp_samples: [{ labels: b, value: -1.3877787807814457e-16 }] }
  - { expr: 'b', eval_time: 17m, exp_samples: [{ labels: b, value: 7 }] }
  - { expr: 'b', eval_time: 21m, exp_samples: [{ labels: b, value: 1000 }] }
  - { expr: 'b', eval_time: 22m, exp_samples: [{ labels: b, value: .inf }] }
`,
  },
  {
    fact: 'only what happened up to the last evaluation is there',
    passes: true,
    rules: 'groups: []',
    tests: `
rule_files: [rules.yaml]
evaluation_interval: 1m
tests:
- interval: 15s
  input_series: [{ series: a, values: '0+1x40' }]
  promql_expr_test:
  - { expr: a, eval_time: 90s, exp_samples: [{ labels: a, value: 4 }] }
`,
  },
  {
    fact: 'groups are evaluated in the order that is asked for',
    passes: true,
    rules: `
groups:
- name: late
  rules: [{ record: b, expr: a }]
- name: early
  rules: [{ record: a, expr: x }]
`,
    tests: `
rule_files: [rules.yaml]
group_eval_order: [early, late]
tests:
- interval: 1m
  input_series: [{ series: x, values: '1+1x5' }]
  promql_expr_test: [{ expr: b, eval_time: 0s, exp_samples: [{ labels: b, value: 1 }] }]
`,
  },
  {
    fact: 'a group that is named twice in the order fails',
    passes: false,
    rules: 'groups: []',
    tests: 'rule_files: [rules.yaml]\ngroup_eval_order: [a, a]\ntests: [{ interval: 1m }]\n',
  },
  {
    fact: 'a rule that breaks ends the test with its error',
    passes: false,
    sameText: true,
    rules: `
groups:
- name: g
  rules: [{ record: r, expr: up, labels: { instance: '' } }]
`,
    tests: `
rule_files: [rules.yaml]
tests:
- interval: 1m
  input_series:
${upSeries('db', '1x5')}
  - { series: 'up{job="db",instance="b"}', values: '_ _ 1x5' }
  promql_expr_test: [{ expr: r, eval_time: 3m }]
`,
  },
  {
    fact: 'an alert test without the name of its alert fails',
    passes: false,
    sameText: true,
    rules: 'groups: []',
    tests: 'rule_files: [rules.yaml]\ntests: [{ interval: 1m, alert_rule_test: [{ eval_time: 5m }] }]\n',
  },
  {
    fact: 'rules that are refused fail',
    passes: false,
    rules: 'groups:\n- name: g\n  rules: [{ record: r, expr: "sum(" }]\n',
    tests: 'rule_files: [rules.yaml]\ntests: [{ interval: 1m }]\n',
  },
  {
    fact: 'keys that are unknown fail',
    passes: false,
    rules: 'groups: []',
    tests: 'rule_files: [rules.yaml]\ntests: [{ intervall: 1m }]\n',
  },
  {
    fact: 'series that do not parse fail',
    passes: false,
    rules: 'groups: []',
    tests: "rule_files: [rules.yaml]\ntests: [{ interval: 1m, input_series: [{ series: a, values: '1 two' }] }]\n",
  },
  {
    fact: 'expressions that do not parse, are ranges or are texts fail',
    passes: false,
    rules: 'groups: []',
    tests: `
rule_files: [rules.yaml]
tests:
- interval: 1m
  promql_expr_test: [{ expr: 'sum(' }, { expr: 'up[5m]' }, { expr: '"x"' }]
`,
  },
  {
    fact: 'a burn rate over two windows fires when both are above its threshold',
    passes: true,
    rules: BURN_RULES,
    tests: `
rule_files: [rules.yaml]
tests:
- interval: 1m
  input_series:
  - { series: 'requests_total{code="200"}', values: '0+95x120' }
  - { series: 'requests_total{code="500"}', values: '0+5x120' }
  alert_rule_test:
  - eval_time: 90m
    alertname: ErrorBudgetBurn
    exp_alerts:
    - { exp_labels: { severity: page }, exp_annotations: { summary: 'burns 0.1, 5% of requests fail' } }
  promql_expr_test:
  - { expr: 'slo:errors:ratio_rate5m', eval_time: 90m, exp_samples: [{ labels: 'slo:errors:ratio_rate5m', value: 0.05 }] }
`,
  },
  {
    fact: 'a burn rate that stays below its threshold fires nothing, where an alert was expected',
    passes: false,
    sameText: true,
    rules: BURN_RULES,
    tests: `
rule_files: [rules.yaml]
tests:
- interval: 1m
  input_series:
  - { series: 'requests_total{code="200"}', values: '0+999x120' }
  - { series: 'requests_total{code="500"}', values: '0+1x120' }
  alert_rule_test:
  - { eval_time: 90m, alertname: ErrorBudgetBurn, exp_alerts: [{ exp_labels: { severity: page } }] }
`,
  },
  {
    fact: 'scalars are series without labels, and NaN is no value of an equal test',
    passes: true,
    rules: 'groups:\n- name: g\n  rules: [{ record: r, expr: "1 + 1" }, { record: none, expr: "vector(1) > 2" }]\n',
    tests: `
rule_files: ['*.yaml', nothing-here.yml]
tests:
- interval: 1m
  promql_expr_test:
  - { expr: r, eval_time: 1m, exp_samples: [{ labels: r, value: 2 }] }
  - { expr: none, eval_time: 1m }
  - { expr: '3', eval_time: 1m, exp_samples: [{ labels: '{}', value: 3 }] }
`.replace("'*.yaml'", "'rules.ya*'"),
  },
  {
    fact: 'absence is an alert with the labels that were asked for',
    passes: true,
    rules: `
groups:
- name: g
  rules:
  - { alert: Gone, expr: 'absent(up{job="db"})', for: 5m, annotations: { t: '{{ $labels.job }}{{ with query "up" }}{{ range . }} {{ .Labels.job }}{{ end }}{{ end }}' } }
`,
    tests: `
rule_files: [rules.yaml]
tests:
- interval: 1m
  input_series:
${upSeries('web', '1x30')}
  alert_rule_test:
  - { eval_time: 4m, alertname: Gone }
  - { eval_time: 5m, alertname: Gone, exp_alerts: [{ exp_labels: { job: db }, exp_annotations: { t: 'db web' } }] }
`,
  },
];
