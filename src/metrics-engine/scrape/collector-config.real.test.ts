import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promtool } from '../testing/real-prometheus.ts';
import { parseCollectorConfig } from './collector-config.ts';
import { CollectorConfigError } from './config-error.ts';

const job = (keys: string) => `scrape_configs: [{ job_name: a, ${keys} }]`;

/** Lawful for both. Debian builds Prometheus without Kubernetes, so nothing here asks for it. */
const LAWFUL: readonly string[] = [
  '',
  'global:\nscrape_configs:\n',
  'global: { scrape_interval: 1m30s, scrape_timeout: 1m, evaluation_interval: 2h, external_labels: { a: 1.0, b: yes } }',
  job('static_configs: [{ targets: [x:1, y], labels: { a: 1, b: true, c: } }]'),
  job('honor_labels: yes, honor_timestamps: off, follow_redirects: no, enable_http2: false'),
  job('sample_limit: 1, target_limit: 2, label_limit: 3, label_name_length_limit: 4, label_value_length_limit: 5, body_size_limit: 1KiB'),
  job('body_size_limit: 10MB'),
  job('scheme: https, metrics_path: /m, params: { a: [b, c], d: }'),
  job('basic_auth: { username: u, password_file: secret }'),
  job('authorization: { type: Token, credentials: x }'),
  job('bearer_token: x'),
  job('tls_config: { ca_file: secret, insecure_skip_verify: true, server_name: s }'),
  job('file_sd_configs: [{ files: [a/*.json, b.yml], refresh_interval: 1m }]'),
  job('relabel_configs: [{ regex: 5, target_label: b, replacement: 7 }, { action: KEEP, source_labels: [a] }]'),
  job('relabel_configs: [{ target_label: "${1}_x", source_labels: [a], replacement: }, { action: labelmap, regex: a }]'),
  job('metric_relabel_configs: [{ action: hashmod, modulus: 3, target_label: t }, { action: labeldrop, regex: "a|b" }]'),
  'alerting: { alertmanagers: [{ static_configs: [{ targets: [a:1] }], path_prefix: /x, timeout: 5s, api_version: v2 }] }',
  'alerting: { alert_relabel_configs: [{ action: dropequal, source_labels: [a], target_label: b }] }',
];

/** Refused by both. */
const UNLAWFUL: readonly string[] = [
  'scrape_config: []',
  'global: { scrape_interval: 5 }',
  'global: { scrape_interval: 1h1m1x }',
  'global: { scrape_interval: 5s, scrape_timeout: 6s }',
  'rule_files: ["a*/b.yml"]',
  'scrape_configs: [{}]',
  'scrape_configs: [{ job_name: a }, { job_name: a }]',
  job('scrape_interval: 5s, scrape_timeout: 6s'),
  job('sample_limit: -1'),
  job('body_size_limit: big'),
  job('honor_labels: maybe'),
  job('static_configs: [{ targets: [a/b] }]'),
  job('relabel_configs: [{ target_label: __scrape_timeout__, replacement: 2m }], static_configs: [{ targets: [a] }]'),
  job('basic_auth: { username: u }, authorization: { credentials: x }'),
  job('basic_auth: { password: x, password_file: secret }'),
  job('authorization: { type: basic, credentials: x }'),
  job('file_sd_configs: [{ files: [] }]'),
  job('file_sd_configs: [{ files: [a.txt] }]'),
  job('relabel_configs: [{ action: dorp }]'),
  job('relabel_configs: [{ action: replace }]'),
  job('relabel_configs: [{ action: hashmod, target_label: a }]'),
  job('relabel_configs: [{ action: labeldrop, source_labels: [a] }]'),
  job('relabel_configs: [{ action: keepequal, source_labels: [a], target_label: b, regex: c }]'),
  job('relabel_configs: [{ action: uppercase, source_labels: [a], target_label: b, replacement: c }]'),
  job('relabel_configs: [{ regex: "(", target_label: a }]'),
  'alerting: { alertmanagers: [{ api_version: v3 }] }',
];

describe("the configuration against Debian's promtool", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'config-'));
    writeFileSync(join(folder, 'secret'), 'x');
  });
  after(() => rmSync(folder, { recursive: true }));

  function isLawfulThere(yaml: string): boolean {
    writeFileSync(join(folder, 'config.yml'), yaml);
    try {
      return promtool('check', 'config', '--syntax-only', join(folder, 'config.yml')).includes('SUCCESS');
    } catch (error) {
      if (/FAILED/.test(String(error))) return false;
      throw error;
    }
  }
  function isLawfulHere(yaml: string): boolean {
    try {
      parseCollectorConfig(yaml, { folder });
      return true;
    } catch (error) {
      if (error instanceof CollectorConfigError) return false;
      throw error;
    }
  }

  for (const yaml of LAWFUL)
    it(`is lawful for both: ${yaml}`, () => assert.deepEqual([isLawfulHere(yaml), isLawfulThere(yaml)], [true, true]));
  for (const yaml of UNLAWFUL)
    it(`is refused by both: ${yaml}`, () => assert.deepEqual([isLawfulHere(yaml), isLawfulThere(yaml)], [false, false]));
});
