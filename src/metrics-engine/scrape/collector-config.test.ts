import assert from 'node:assert/strict';
import { parseCollectorConfig } from './collector-config.ts';
import { CollectorConfigError } from './config-error.ts';

function problems(yaml: string): readonly string[] {
  try {
    parseCollectorConfig(yaml);
  } catch (error) {
    if (error instanceof CollectorConfigError) return error.problems;
    throw error;
  }
  return assert.fail('the configuration was accepted');
}

describe('parseCollectorConfig', () => {
  it('reads jobs with their targets and the defaults of Prometheus', () => {
    const [job, ...others] = parseCollectorConfig(`
scrape_configs:
  - job_name: a
    static_configs:
      - targets: [x:1, y:2]
        labels: { version: 2, live: true }
`);
    assert.equal(others.length, 0);
    assert.deepEqual(job?.targets, [
      { address: 'x:1', labels: { version: '2', live: 'true' } },
      { address: 'y:2', labels: { version: '2', live: 'true' } },
    ]);
    const { intervalMs, timeoutMs, honorLabels, honorTimestamps, limits } = job ?? assert.fail();
    const { sampleLimit } = limits;
    assert.deepEqual(
      { intervalMs, timeoutMs, honorLabels, honorTimestamps, sampleLimit },
      { intervalMs: 60_000, timeoutMs: 10_000, honorLabels: false, honorTimestamps: true, sampleLimit: undefined },
    );
  });

  it('takes limits, intervals and timeouts from the job, else from global', () => {
    const [a, b, c] = parseCollectorConfig(`
global: { scrape_interval: 15s, scrape_timeout: 5s, sample_limit: 100, body_size_limit: 10MB }
scrape_configs:
  - { job_name: a }
  - { job_name: b, scrape_interval: 1m30s, scrape_timeout: 20s, sample_limit: 0, body_size_limit: 2KiB, honor_labels: true, scheme: https, metrics_path: /m, params: { x: [y] } }
  - { job_name: c, scrape_interval: 2s }
`);
    assert.deepEqual([a?.intervalMs, a?.timeoutMs, a?.limits.sampleLimit, a?.limits.bodySizeLimit], [15_000, 5000, 100, 10 * 1024 * 1024]);
    assert.deepEqual([b?.intervalMs, b?.timeoutMs, b?.limits.sampleLimit, b?.limits.bodySizeLimit], [90_000, 20_000, undefined, 2048]);
    // A timeout that global sets for all is cut to a job's shorter interval.
    assert.deepEqual([c?.intervalMs, c?.timeoutMs], [2000, 2000]);
    assert.deepEqual(
      [b?.honorLabels, b?.baseLabels.get('__scheme__'), b?.baseLabels.get('__metrics_path__'), b?.params],
      [true, 'https', '/m', { x: ['y'] }],
    );
  });

  it('has no jobs in an empty file', () => assert.deepEqual(parseCollectorConfig(''), []));

  const REFUSED: readonly (readonly [yaml: string, problem: RegExp])[] = [
    ['scrape_config: []', /^scrape_config: unknown key; did you mean scrape_configs\?$/],
    ['rule_files: [x]', /^rule_files: Prometheus knows this key, the embedded collector does not support it/],
    ['global: { evaluation_interval: 5s }', /^global.evaluation_interval: Prometheus knows this key/],
    ['global: { scrape_intervall: 5s }', /^global.scrape_intervall: unknown key; did you mean scrape_interval\?/],
    ['scrape_configs: [{ job_name: a, kubernetes_sd_configs: [] }]', /^scrape_configs.0.kubernetes_sd_configs: Prometheus knows/],
    ['scrape_configs: [{ job_name: a, basic_auth: {} }]', /^scrape_configs.0.basic_auth: Prometheus knows/],
    ['scrape_configs: [{ job_name: a, zzz: 1 }]', /^scrape_configs.0.zzz: unknown key$/],
    ['scrape_configs: [{ job_name: a, static_configs: [{ target: [x] }] }]', /targets: /],
    [
      'scrape_configs: [{ job_name: a, static_configs: [{ targets: [x], label: {} }] }]',
      /static_configs.0.label: unknown key; did you mean labels\?/,
    ],
    [
      'scrape_configs: [{ job_name: a, relabel_configs: [{ target_labels: x }] }]',
      /relabel_configs.0.target_labels: unknown key; did you mean target_label\?/,
    ],
    ['scrape_configs: [{}]', /^scrape_configs.0.job_name: /],
    ['scrape_configs: [{ job_name: a }, { job_name: a }]', /^scrape_configs.1.job_name: a is the name of another job/],
    ['scrape_configs: [{ job_name: a, scrape_interval: 5 }]', /^scrape_configs.0.scrape_interval: /],
    [
      'scrape_configs: [{ job_name: a, scrape_interval: 5x }]',
      /^scrape_configs.0.scrape_interval: expected a duration such as 5s, found "5x"/,
    ],
    ['scrape_configs: [{ job_name: a, scrape_interval: 0s }]', /expected a duration/],
    [
      'scrape_configs: [{ job_name: a, scrape_interval: 5s, scrape_timeout: 6s }]',
      /^scrape_configs.0.scrape_timeout: 6000 ms is longer than the interval of 5000 ms/,
    ],
    ['scrape_configs: [{ job_name: a, body_size_limit: big }]', /expected a size such as 10MB, found "big"/],
    ['scrape_configs: [{ job_name: a, static_configs: [{ targets: [x], labels: { 1a: b } }] }]', /label name/],
    [
      'scrape_configs: [{ job_name: a, relabel_configs: [{ action: hashmod, target_label: x }] }]',
      /^scrape_configs.0.relabel_configs.0: the action hashmod is not supported/,
    ],
    [
      'scrape_configs: [{ job_name: a, metric_relabel_configs: [{ action: dorp }] }]',
      /^scrape_configs.0.metric_relabel_configs.0: unknown action "dorp"/,
    ],
    [
      'scrape_configs: [{ job_name: a, relabel_configs: [{ regex: ( , action: drop }] }]',
      /relabel_configs.0: regex: malformed regular expression/,
    ],
    ['scrape_configs: [{ job_name: a, relabel_configs: [{ source_labels: [b] }] }]', /the action replace needs a target_label/],
    [
      'scrape_configs: [{ job_name: a, relabel_configs: [{ target_label: b, regex: "(?P<n>.*)", replacement: "${n}" }] }]',
      /refers to a group by name/,
    ],
    ['scrape_configs: [{ job_name: a, relabel_configs: [{ target_label: b, replacement: "$1x" }] }]', /refers to a group by name/],
    ['scrape_configs: [', /./],
    ['[]', /./],
  ];
  for (const [yaml, problem] of REFUSED) {
    it(`refuses ${yaml}`, () => assert.match(problems(yaml).join('\n'), new RegExp(problem.source, 'm')));
  }

  it('says everything that is wrong at once', () =>
    assert.equal(problems('globl: {}\nscrape_configs: [{ job_name: a, tls_config: {} }]').length, 2));
});
