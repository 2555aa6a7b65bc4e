import assert from 'node:assert/strict';
import type { Labels } from '../query-result.ts';
import { parseCollectorConfig } from './collector-config.ts';
import { discoveredLabels } from './discovered-labels.ts';
import { resolveTarget } from './resolve-target.ts';
import type { ScrapeJob } from './scrape-job.ts';

function jobOf(keys: string): ScrapeJob {
  return parseCollectorConfig(`scrape_configs: [{ job_name: j, scrape_interval: 30s, ${keys} }]`).jobs[0] ?? assert.fail();
}

function resolve(keys: string, target: Labels, group: Labels = {}) {
  const job = jobOf(keys);
  return resolveTarget(job, discoveredLabels(job, target, group));
}

/** What is kept of a target at a:1 whose labels are set by rules that write constants. */
const ruled = (rules: Readonly<Record<string, string>>, keys = 'params: {}') => {
  const configs = Object.entries(rules).map(([target_label, replacement]) => ({ target_label, replacement }));
  return resolve(`${keys}, relabel_configs: ${JSON.stringify(configs)}`, { __address__: 'a:1' });
};
const urlOf = (resolution: ReturnType<typeof resolve>) =>
  resolution.kind === 'kept' ? resolution.target.url : assert.fail(resolution.kind);

describe('discoveredLabels', () => {
  it('prefers a label of the target to its group, and that to the job, unless it is empty', () => {
    const job = jobOf('params: { module: [x, y], none: [] }, metrics_path: /m');
    const labels = discoveredLabels(job, { __address__: 'a:1', team: 'own', env: '' }, { team: 'shared', env: 'prod', job: 'other' });
    assert.deepEqual(labels, {
      __address__: 'a:1',
      __metrics_path__: '/m',
      __param_module: 'x',
      __scheme__: 'http',
      __scrape_interval__: '30s',
      __scrape_timeout__: '10s',
      env: 'prod',
      job: 'other',
      team: 'own',
    });
  });
});

describe('resolveTarget', () => {
  it('keeps the labels that do not begin with two underscores, and names the instance by its address', () =>
    assert.deepEqual(resolve('params: {}', { __address__: 'a:1', __meta_x: 'y', __tmp: 'z', version: 'v1' }), {
      kind: 'kept',
      target: { url: 'http://a:1/metrics', labels: { instance: 'a:1', job: 'j', version: 'v1' } },
      intervalMs: 30_000,
      timeoutMs: 10_000,
    }));

  it('leaves an instance that is set as it is', () => {
    const resolution = ruled({ instance: 'me' });
    assert.equal(resolution.kind === 'kept' && resolution.target.labels['instance'], 'me');
  });

  it('drops what a rule drops', () =>
    assert.deepEqual(
      resolve('relabel_configs: [{ action: drop, source_labels: [__meta_x], regex: y }]', { __address__: 'a:1', __meta_x: 'y' }),
      {
        kind: 'dropped',
      },
    ));

  it('makes the URL of labels that rules may set', () => {
    assert.equal(urlOf(ruled({ __scheme__: 'https', __metrics_path__: '/m', __address__: 'b' })), 'https://b/m');
    assert.equal(
      urlOf(ruled({ __param_module: 'z', __param_new: 'n' }, 'params: { module: [x, y], other: [o] }')),
      'http://a:1/metrics?module=z&module=y&new=n&other=o',
    );
    assert.equal(urlOf(ruled({ __metrics_path__: '' })), 'http://a:1/');
    assert.equal(urlOf(ruled({ __metrics_path__: '/a%20b\\c' })), 'http://a:1/a%2520b%5Cc');
    assert.equal(urlOf(ruled({ __metrics_path__: '/m?a=b' })), 'http://a:1/m%3Fa=b');
    assert.equal(urlOf(resolve('params: {}', { __address__: '[fd00::7]:8080' })), 'http://[fd00::7]:8080/metrics');
  });

  it('takes interval and timeout from labels', () => {
    const resolution = ruled({ __scrape_interval__: '2m', __scrape_timeout__: '1m30s' });
    assert.deepEqual(resolution.kind === 'kept' && [resolution.intervalMs, resolution.timeoutMs], [120_000, 90_000]);
  });

  const REFUSED: readonly (readonly [rules: Readonly<Record<string, string>>, problem: RegExp])[] = [
    [{ __address__: '' }, /the target "" of the job j is not an address such as 127.0.0.1:8000/],
    [{ __address__: 'a:1/path' }, /"a:1\/path" .* is not an address/],
    [{ __address__: 'me:hidden@a:1' }, /is not an address/],
    [{ __address__: 'a:port' }, /is not an address/],
    [{ __scheme__: 'ftp' }, /is not an address/],
    [{ __scrape_interval__: '1x' }, /the target a:1 of the job j: error parsing scrape interval: not a valid duration string: "1x"/],
    [{ __scrape_interval__: '0s' }, /scrape interval cannot be 0/],
    [{ __scrape_timeout__: '' }, /error parsing scrape timeout: empty duration string/],
    [{ __scheme__: '' }, /is not an address/],
    [{ __scrape_timeout__: '0s' }, /scrape timeout cannot be 0/],
    [{ __scrape_timeout__: '31s' }, /scrape timeout cannot be greater than scrape interval \("31s" > "30s"\)/],
  ];
  for (const [rules, problem] of REFUSED) {
    it(`refuses ${JSON.stringify(rules)}`, () => {
      const resolution = ruled(rules);
      assert.match(resolution.kind === 'refused' ? resolution.problem : resolution.kind, problem);
    });
  }
});
