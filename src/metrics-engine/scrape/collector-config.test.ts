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

const jobsOf = (yaml: string) => parseCollectorConfig(yaml).jobs;
const job = (keys: string) => `scrape_configs: [{ job_name: a, ${keys} }]`;
const jobOf = (keys: string) => jobsOf(job(keys))[0] ?? assert.fail();

describe('parseCollectorConfig', () => {
  it('reads jobs with their targets and the defaults of Prometheus', () => {
    const [job, ...others] = jobsOf(`
scrape_configs:
  - job_name: a
    static_configs:
      - targets: [x:1, y:2]
        labels: { version: 1.10, live: true, none: }
`);
    assert.equal(others.length, 0);
    const labels = { version: '1.10', live: 'true', none: '' };
    assert.deepEqual(job?.targets, [
      { address: 'x:1', labels },
      { address: 'y:2', labels },
    ]);
    const { intervalMs, timeoutMs, honorLabels, honorTimestamps, trackTimestampsStaleness, http, discoveries } = job ?? assert.fail();
    assert.deepEqual(
      { intervalMs, timeoutMs, honorLabels, honorTimestamps, trackTimestampsStaleness, http, discoveries },
      {
        intervalMs: 60_000,
        timeoutMs: 10_000,
        honorLabels: false,
        honorTimestamps: true,
        trackTimestampsStaleness: false,
        http: { followRedirects: true, enableCompression: true },
        discoveries: [],
      },
    );
    assert.ok(Object.values(job?.limits ?? {}).every((limit) => limit === undefined));
    assert.equal('scrapeProtocols' in (job ?? {}), false);
  });

  it('takes limits, intervals and timeouts from the job, else from global', () => {
    const [a, b, c] = jobsOf(`
global: { scrape_interval: 15s, scrape_timeout: 5s, sample_limit: 100, body_size_limit: 10MB, label_limit: 7, target_limit: 9 }
scrape_configs:
  - { job_name: a }
  - { job_name: b, scrape_interval: 1m30s, scrape_timeout: 20s, sample_limit: 0, body_size_limit: 2KiB, honor_labels: true, scheme: https, metrics_path: /m, params: { x: [y] } }
  - { job_name: c, scrape_interval: 2s, label_name_length_limit: 3, label_value_length_limit: 4 }
`);
    assert.deepEqual([a?.intervalMs, a?.timeoutMs], [15_000, 5000]);
    assert.deepEqual(a?.limits, {
      sampleLimit: 100,
      bodySizeLimit: 10 * 1024 * 1024,
      labelLimit: 7,
      labelNameLengthLimit: undefined,
      labelValueLengthLimit: undefined,
      targetLimit: 9,
    });
    assert.deepEqual([b?.intervalMs, b?.timeoutMs, b?.limits.sampleLimit, b?.limits.bodySizeLimit], [90_000, 20_000, undefined, 2048]);
    // A timeout that global sets for all is cut to a job's shorter interval.
    assert.deepEqual([c?.intervalMs, c?.timeoutMs, c?.limits.labelNameLengthLimit, c?.limits.labelValueLengthLimit], [2000, 2000, 3, 4]);
    assert.equal(b?.honorLabels, true);
    assert.deepEqual(Object.fromEntries(b?.baseLabels ?? []), {
      job: 'b',
      __scheme__: 'https',
      __metrics_path__: '/m',
      __scrape_interval__: '1m30s',
      __scrape_timeout__: '20s',
    });
    assert.deepEqual(b?.params, { x: ['y'] });
  });

  it('reads which formats are asked for', () => {
    const [a, b] = jobsOf(`
global: { scrape_protocols: [PrometheusText0.0.4] }
scrape_configs:
  - { job_name: a, fallback_scrape_protocol: OpenMetricsText1.0.0, track_timestamps_staleness: true, enable_compression: no }
  - { job_name: b, scrape_protocols: [OpenMetricsText0.0.1, PrometheusText1.0.0] }
`);
    assert.deepEqual([a?.scrapeProtocols, a?.fallbackProtocol], [['PrometheusText0.0.4'], 'OpenMetricsText1.0.0']);
    assert.deepEqual([a?.trackTimestampsStaleness, a?.http.enableCompression], [true, false]);
    assert.deepEqual([b?.scrapeProtocols, b?.fallbackProtocol], [['OpenMetricsText0.0.1', 'PrometheusText1.0.0'], undefined]);
  });

  it('reads how a client shows who it is, with the paths of files seen from the folder of the configuration', () => {
    const { jobs } = parseCollectorConfig(
      `
scrape_configs:
  - { job_name: a, basic_auth: { username: u, password_file: secrets/p } }
  - { job_name: b, authorization: { credentials: abc }, follow_redirects: false }
  - { job_name: c, bearer_token_file: /etc/token }
  - job_name: d
    authorization: { type: Token, credentials_file: t }
    tls_config: { ca_file: ca.pem, cert_file: c.pem, key_file: k.pem, server_name: s, insecure_skip_verify: true }
`,
      { folder: '/etc/sluice' },
    );
    const both = { followRedirects: true, enableCompression: true };
    assert.deepEqual(
      jobs.map(({ http }) => http),
      [
        { ...both, basicAuth: { username: 'u', password: { kind: 'file', path: '/etc/sluice/secrets/p' } } },
        { ...both, authorization: { type: 'Bearer', credentials: { kind: 'text', text: 'abc' } }, followRedirects: false },
        { ...both, authorization: { type: 'Bearer', credentials: { kind: 'file', path: '/etc/token' } } },
        {
          ...both,
          authorization: { type: 'Token', credentials: { kind: 'file', path: '/etc/sluice/t' } },
          tls: {
            caFile: '/etc/sluice/ca.pem',
            certFile: '/etc/sluice/c.pem',
            keyFile: '/etc/sluice/k.pem',
            serverName: 's',
            insecureSkipVerify: true,
          },
        },
      ],
    );
  });

  it('reads where targets are found', () => {
    const { jobs } = parseCollectorConfig(
      `
scrape_configs:
  - job_name: a
    file_sd_configs: [{ files: [targets/*.yaml, /etc/b.json] }, { files: [c.yml], refresh_interval: 30s }]
    kubernetes_sd_configs:
      - role: pod
        api_server: https://10.0.0.1:6443
        authorization: { credentials_file: token }
        namespaces: { names: [x, y], own_namespace: true }
        selectors: [{ role: pod, label: app=web, field: status.phase=Running }]
      - role: pod
`,
      { folder: '/f' },
    );
    const http = { followRedirects: true, enableCompression: true };
    assert.deepEqual(jobs[0]?.discoveries, [
      { kind: 'file', patterns: ['/f/targets/*.yaml', '/etc/b.json'], refreshMs: 300_000 },
      { kind: 'file', patterns: ['/f/c.yml'], refreshMs: 30_000 },
      {
        kind: 'kubernetes-pods',
        apiServer: 'https://10.0.0.1:6443',
        http: { ...http, authorization: { type: 'Bearer', credentials: { kind: 'file', path: '/f/token' } } },
        query: { namespaces: ['x', 'y'], ownNamespace: true, labelSelector: 'app=web', fieldSelector: 'status.phase=Running' },
      },
      {
        kind: 'kubernetes-pods',
        apiServer: undefined,
        http,
        query: { namespaces: [], ownNamespace: false, labelSelector: '', fieldSelector: '' },
      },
    ]);
  });

  it('reads what rules and alerts need', () => {
    const config = parseCollectorConfig(
      `
global: { evaluation_interval: 15s, rule_query_offset: 2s, external_labels: { cluster: 1.0 } }
rule_files: [rules/*.yaml, /etc/r.yml]
alerting:
  alert_relabel_configs: [{ action: labeldrop, regex: x }]
  alertmanagers:
    - path_prefix: /am/
      scheme: https
      timeout: 3s
      basic_auth: { username: u, password: p }
      static_configs: [{ targets: [a:9093, b:9093, drop:1, a:9093] }]
      relabel_configs: [{ source_labels: [__address__], regex: drop.*, action: drop }]
      alert_relabel_configs: [{ action: labeldrop, regex: y }]
    - static_configs: [{ targets: [c:9093] }]
`,
      { folder: '/f' },
    );
    assert.deepEqual([config.evaluationIntervalMs, config.ruleQueryOffsetMs, config.externalLabels], [15_000, 2000, { cluster: '1.0' }]);
    assert.deepEqual(config.ruleFiles, ['/f/rules/*.yaml', '/etc/r.yml']);
    assert.equal(config.alertRelabelRules.length, 1);
    const [first, second] = config.alertmanagers;
    assert.deepEqual(first?.urls, ['https://a:9093/am/api/v2/alerts', 'https://b:9093/am/api/v2/alerts']);
    assert.deepEqual([first?.timeoutMs, first?.http.basicAuth?.username, first?.alertRelabelRules.length], [3000, 'u', 1]);
    assert.deepEqual([second?.urls, second?.timeoutMs], [['http://c:9093/api/v2/alerts'], 10_000]);
  });

  it('has no jobs in an empty file, and takes a key with nothing after it for the empty value', () => {
    assert.deepEqual(jobsOf(''), []);
    assert.deepEqual(jobsOf('global:\nscrape_configs:\nalerting:\nrule_files:'), []);
    const empty = jobOf('static_configs: , params: , relabel_configs: , basic_auth: ');
    assert.deepEqual([empty.targets, empty.params, empty.relabelRules, empty.http.basicAuth], [[], {}, [], undefined]);
  });

  it('follows anchors and merges', () => {
    const jobs = jobsOf(`
scrape_configs:
  - &first { job_name: a, scrape_interval: 7s }
  - { <<: *first, job_name: b }
`);
    assert.deepEqual(
      jobs.map(({ intervalMs }) => intervalMs),
      [7000, 7000],
    );
  });

  const REFUSED: readonly (readonly [yaml: string, problem: RegExp])[] = [
    ['scrape_config: []', /^scrape_config: unknown key; did you mean scrape_configs\?$/],
    ['remote_write: [x]', /^remote_write: Prometheus knows this key, the embedded engine does not act on it: .*take it out/],
    ['global: { query_log_file: x }', /^global.query_log_file: Prometheus knows this key/],
    ['global: { scrape_intervall: 5s }', /^global.scrape_intervall: unknown key; did you mean scrape_interval\?/],
    ['global: { external_labels: { a: "${HOME}" } }', /^global.external_labels: expected plain values/],
    ['rule_files: ["a*/b.yaml"]', /^rule_files.0: expected a path, or a glob/],
    [job('consul_sd_configs: []'), /^scrape_configs.0.consul_sd_configs: Prometheus knows this key.*file_sd_configs/],
    [job('oauth2: {}'), /^scrape_configs.0.oauth2: Prometheus knows this key.*credentials_file/],
    [job('proxy_url: x'), /^scrape_configs.0.proxy_url: .*without a proxy/],
    [job('tls_config: { ca: x }'), /^scrape_configs.0.tls_config.ca: .*name the file/],
    [job('tls_config: { ca_fil: x }'), /tls_config.ca_fil: unknown key; did you mean ca_file\?/],
    [job('zzz: 1'), /^scrape_configs.0.zzz: unknown key$/],
    [job('static_configs: [{ target: [x] }]'), /static_configs.0.target: unknown key; did you mean targets\?/],
    [job('static_configs: [{ targets: [x], label: {} }]'), /static_configs.0.label: unknown key; did you mean labels\?/],
    [job('relabel_configs: [{ target_labels: x }]'), /relabel_configs.0.target_labels: unknown key; did you mean target_label\?/],
    [job('static_configs: [{ targets: [a/b] }]'), /scrape_configs.0.static_configs: the target "a\/b" .* is not an address/],
    [job('file_sd_configs: [{ files: [a.txt] }]'), /file_sd_configs.0.files.0: expected a path or glob that ends in .json/],
    [job('file_sd_configs: [{ files: [] }]'), /file_sd_configs.0.files: expected at least one path/],
    [job('kubernetes_sd_configs: [{ role: node }]'), /kubernetes_sd_configs.0.role: expected pod/],
    [job('kubernetes_sd_configs: [{ role: pod, api_server: x }]'), /api_server: expected a URL/],
    [job('kubernetes_sd_configs: [{ role: pod, kubeconfig_file: x }]'), /kubeconfig_file: .*api_server/],
    [job('kubernetes_sd_configs: [{ role: pod, basic_auth: { username: u } }]'), /kubernetes_sd_configs.0: needs api_server/],
    [job('kubernetes_sd_configs: [{ role: pod, selectors: [{ role: pod }, { role: pod }] }]'), /selectors: expected one/],
    ['scrape_configs: [{}]', /^scrape_configs.0.job_name: /],
    ['scrape_configs: [{ job_name: a }, { job_name: a }]', /^scrape_configs.1.job_name: a is the name of another job/],
    [job('scrape_interval: 5'), /^scrape_configs.0.scrape_interval: expected a duration such as 5s, found "5"/],
    [job('scrape_interval: 5x'), /^scrape_configs.0.scrape_interval: expected a duration such as 5s, found "5x"/],
    [job('scrape_interval: 0s'), /expected a duration/],
    [job('scrape_interval: 5s, scrape_timeout: 6s'), /^scrape_configs.0.scrape_timeout: 6000 ms is longer than the interval of 5000 ms/],
    [job('body_size_limit: big'), /expected a size such as 10MB, found "big"/],
    [job('sample_limit: -1'), /sample_limit: expected a whole number, found "-1"/],
    [job('honor_labels: maybe'), /honor_labels: expected true or false, found "maybe"/],
    [job('static_configs: [{ targets: [x], labels: { "": b } }]'), /label name/],
    [job('scrape_protocols: [PrometheusProto]'), /scrape_protocols.0: /],
    [job('scrape_protocols: [PrometheusText0.0.4, PrometheusText0.0.4]'), /scrape_protocols: expected each protocol once/],
    [job('scrape_native_histograms: true'), /scrape_native_histograms: expected false/],
    [job('metric_name_validation_scheme: legacy'), /metric_name_validation_scheme: expected utf8/],
    [job('basic_auth: { username: u }, authorization: { credentials: x }'), /^scrape_configs.0: at most one of basic_auth/],
    [job('basic_auth: { password: x, password_file: y }'), /basic_auth: at most one of password and password_file/],
    [job('authorization: {}'), /authorization: needs credentials or credentials_file/],
    [job('authorization: { type: Basic, credentials: x }'), /authorization.type: may not be "basic"/],
    [job('bearer_token: x, authorization: { credentials: y }'), /authorization and bearer_token may not both/],
    [job('tls_config: { cert_file: x }'), /cert_file and key_file must both/],
    [job('relabel_configs: [{ action: hashmod, target_label: x }]'), /^scrape_configs.0.relabel_configs.0: .*non-zero modulus/],
    [job('metric_relabel_configs: [{ action: dorp }]'), /^scrape_configs.0.metric_relabel_configs.0: unknown relabel action "dorp"/],
    [job('relabel_configs: [{ regex: ( , action: drop }]'), /relabel_configs.0: regex: malformed regular expression/],
    ['global: { scrape_interval: 5s, scrape_timeout: 6s }', /^global.scrape_timeout: 6000 ms is longer than the interval of 5000 ms$/],
    ['alerting: { alertmanagers: [{}] }', /^alerting.alertmanagers.0.static_configs: needs a target/],
    ['alerting: { alertmanagers: [{ api_version: v1 }] }', /^alerting.alertmanagers.0.api_version: expected v2/],
    ['alerting: { alertmanagers: [{ static_configs: [{ targets: [a/b] }] }] }', /^alerting.alertmanagers.0: "a\/b" is no address/],
    ['alerting: { alertmanagers: [{ static_config: [] }] }', /alertmanagers.0.static_config: unknown key; did you mean static_configs\?/],
    ['alerting: { alert_relabel_configs: [{ action: replace }] }', /^alerting.alert_relabel_configs.0: /],
    ['scrape_configs: [', /./],
    ['scrape_configs: *nothing', /an alias \(\*name\) has no anchor/],
    ['[]', /./],
  ];
  for (const [yaml, problem] of REFUSED) {
    it(`refuses ${yaml}`, () => assert.match(problems(yaml).join('\n'), new RegExp(problem.source, 'm')));
  }

  it('says everything that is wrong at once', () => assert.equal(problems(`globl: {}\n${job('oauth2: {}')}`).length, 2));

  it('never shows a secret, whatever is wrong with it', () => {
    const SPOILT = [
      job('basic_auth: { username: u, password: [hunter2] }'),
      job('basic_auth: { username: u, password: hunter2, password_file: x }'),
      job('authorization: { type: basic, credentials: hunter2 }'),
      `scrape_configs:\n  - job_name: a\n    basic_auth:\n      password: hunter2: x\n`,
      `scrape_configs:\n  - job_name: a\n    bearer_token: *hunter2\n`,
      `scrape_configs:\n  - job_name: a\n    bearer_token: "hunter2\n`,
    ];
    for (const yaml of SPOILT) assert.doesNotMatch(problems(yaml).join('\n'), /hunter2/);
  });
});
