import assert from 'node:assert/strict';
import type { SummaryMetric } from '../load-result.ts';
import { BUILTIN_METRICS } from '../metrics/builtin-metrics.ts';
import { MetricRegistry } from '../metrics/metric-registry.ts';
import { readThresholds } from '../thresholds/read-thresholds.ts';
import { thresholdJudge } from '../thresholds/threshold-judge.ts';
import { formatBytes, formatShare, formatTime } from './format-value.ts';
import { groupTree } from './group-tree.ts';
import { metricSections } from './metric-lines.ts';
import { summaryData } from './summary-data.ts';
import { summaryExport } from './summary-export.ts';
import { summaryMetrics } from './summary-metrics.ts';
import { readSummaryOutputs } from './summary-outputs.ts';
import { summaryText } from './summary-text.ts';

const STATS = ['avg', 'min', 'med', 'max', 'p(90)', 'p(95)', 'count'];

const measured = () => {
  const registry = new MetricRegistry();
  const spec = {
    'http_req_duration{scenario:gate}': ['p(95)<200'],
    http_req_failed: ['rate<0.4'],
    'http_reqs{scenario:none}': ['count>=1'],
  };
  const judge = thresholdJudge(readThresholds(spec, BUILTIN_METRICS, ['gate', 'none']), registry);
  for (const [ms, failed] of [
    [100, 0],
    [300, 1],
  ] as const) {
    registry.add('http_req_duration', ms, { scenario: 'gate' });
    registry.add('http_reqs', 1, { scenario: 'gate' });
    registry.add('http_req_failed', failed, { scenario: 'gate' });
    registry.add('vus', 3, {});
    registry.add('data_sent', 1500, {});
    registry.check('is 201', '::create', failed === 0);
  }
  registry.check('is up', '', true);
  const thresholds = judge.judge(2000);
  return { registry, thresholds, metrics: summaryMetrics({ registry, thresholds, trendStats: STATS, durationMs: 2000 }) };
};

describe('summaryMetrics', () => {
  it('has what was measured and what a threshold is about, and nothing else', () => {
    assert.deepEqual(Object.keys(measured().metrics), [
      'data_sent',
      'http_req_duration',
      'http_req_duration{scenario:gate}',
      'http_req_failed',
      'http_reqs',
      'http_reqs{scenario:none}',
      'vus',
    ]);
  });

  it('names the numbers as handleSummary does', () => {
    const { metrics } = measured();
    assert.deepEqual(metrics['http_reqs'], { type: 'counter', contains: 'default', values: { count: 2, rate: 1 } });
    assert.deepEqual(metrics['http_req_failed'], {
      type: 'rate',
      contains: 'default',
      values: { rate: 0.5, passes: 1, fails: 1 },
      thresholds: { 'rate<0.4': { ok: false } },
    });
    assert.deepEqual(metrics['vus']?.values, { value: 3, min: 3, max: 3 });
    const trend = metrics['http_req_duration{scenario:gate}'];
    assert.deepEqual(Object.keys(trend?.values ?? {}), STATS);
    assert.deepEqual([trend?.values['avg'], trend?.values['count'], trend?.thresholds], [200, 2, { 'p(95)<200': { ok: false } }]);
  });
});

describe('summaryData', () => {
  it('has the groups as a tree of lists, with their checks', () => {
    const { registry, metrics } = measured();
    const options = { summaryTrendStats: STATS, summaryTimeUnit: undefined };
    const data = summaryData({ options, metrics, checks: registry.checks(), durationMs: 2000, setupData: '{"id":7}' });
    assert.deepEqual(
      data.root_group.checks.map(({ name, path, passes }) => [name, path, passes]),
      [['is up', '::is up', 1]],
    );
    const [create] = data.root_group.groups;
    assert.deepEqual([create?.name, create?.path, create?.checks[0]?.fails], ['create', '::create', 1]);
    assert.deepEqual([data.setup_data, data.state.testRunDurationMs, data.options.summaryTimeUnit], [{ id: 7 }, 2000, '']);
  });

  it('nests groups that made no check themselves', () => {
    const root = groupTree([{ name: 'x', group: '::a::b', passes: 1, fails: 0 }]);
    assert.equal(root.groups[0]?.groups[0]?.checks[0]?.path, '::a::b::x');
  });
});

describe('summaryText', () => {
  const { registry, thresholds, metrics } = measured();
  const text = summaryText({
    outcome: 'aborted',
    abortReason: 'enough',
    durationMs: 2000,
    requests: 2,
    iterations: { completed: 1, threw: 1, interrupted: 0, dropped: 4 },
    exceptions: [{ message: 'TypeError: x', location: 'a.ts:1:2', count: 1 }],
    startLag: { p50: 0.5, p99: 1.25, max: 3 },
    generator: { loopDelay: { p50: 1, p99: 12.5, max: 40 }, cpuShare: 0.314, memoryBytes: 180_000_000, tooSlow: ['12.5 ms late'] },
    thresholds,
    metrics,
    checks: registry.checks(),
    trendStats: STATS,
    timeUnit: undefined,
  });

  for (const line of [
    "✗ 'p(95)<200' p(95)=",
    "✗ 'rate<0.4' rate=50.00% (n = 2)",
    "✗ 'count>=1' never had a sample, so it fails",
    '✓ is up',
    'checks succeeded..................: 66.66% 2 out of 3',
    '    ✓ is up\n    create\n      ✗ is 201\n        ↳ 50.00%: ✓ 1 / ✗ 1\n',
    'data_sent.........................: 3 kB 1.5 kB/s',
    '  {scenario:gate}.................: avg=200ms min=100ms',
    'http_req_failed...................: 50.00% 1 out of 2',
    'vus...............................: 3 min=3 max=3',
    'outcome...........................: aborted: enough',
    'iterations........................: 1 completed, 1 threw, 0 interrupted, 4 dropped',
    'start lag.........................: p50=500µs p99=1.25ms max=3ms',
    '█ GENERATOR\n\n    event-loop delay..................: p50=1ms p99=12.5ms max=40ms\n',
    'processor.........................: 31.40% of a core',
    'memory............................: 180 MB',
    '✗ too slow: 12.5 ms late',
    '1 × TypeError: x (a.ts:1:2)',
  ]) {
    it(`says "${line.trim()}"`, () => assert.ok(text.includes(line), text));
  }
});

const trend = (avg: number): SummaryMetric => ({ type: 'trend', contains: 'time', values: { avg, max: 5 } });
const rate: SummaryMetric = { type: 'rate', contains: 'default', values: { rate: 0.5, passes: 1, fails: 1 } };
const titled = (metrics: Readonly<Record<string, SummaryMetric>>) =>
  metricSections({ metrics, trendStats: ['avg', 'max'], timeUnit: undefined }).filter(({ lines }) => lines.length > 0);

describe('metricSections', () => {
  it('has every built-in metric in one section, and those of the script before them', () => {
    const names = [...BUILTIN_METRICS.map(({ name }) => name).filter((name) => name !== 'checks'), 'orders', 'checks{scenario:gate}'];
    const sections = titled(Object.fromEntries(names.map((name) => [name, rate])));
    assert.deepEqual(
      sections.map(({ title }) => title),
      ['CUSTOM', 'HTTP', 'WEBSOCKET', 'GRPC', 'EXECUTION', 'NETWORK'],
    );
    assert.equal(sections.flatMap(({ lines }) => lines).length, names.length);
  });

  it('stands the statistics of trends below one another', () => {
    const [http] = titled({ http_req_duration: trend(1234), 'http_req_duration{a:b}': trend(9) });
    assert.deepEqual(http?.lines, [
      'http_req_duration.................: avg=1.23s max=5ms',
      '  {a:b}...........................: avg=9ms   max=5ms',
    ]);
  });

  it('leaves out the metric of all checks, which are told by themselves', () => assert.deepEqual(titled({ checks: rate }), []));
});

describe('summaryExport', () => {
  const { registry, metrics } = measured();
  const exported = summaryExport({ metrics, checks: registry.checks(), trendStats: ['avg', 'p(95)'], setupData: '{"id":7}' });

  it('has the figures of a metric side by side, with true for a threshold that was crossed', () => {
    assert.deepEqual(exported.metrics['http_req_failed'], { value: 0.5, passes: 1, fails: 1, thresholds: { 'rate<0.4': true } });
    assert.deepEqual(exported.metrics['http_reqs'], { count: 2, rate: 1 });
    assert.deepEqual(exported.metrics['vus'], { value: 3, min: 3, max: 3 });
    assert.deepEqual(Object.keys(exported.metrics['http_req_duration{scenario:gate}'] ?? {}), ['avg', 'p(95)', 'thresholds']);
  });

  it('has groups and checks by their names, and what setup returned', () => {
    assert.deepEqual(Object.keys(exported.root_group.checks), ['is up']);
    const check = exported.root_group.groups['create']?.checks['is 201'];
    assert.deepEqual([check?.path, check?.passes, check?.fails], ['::create::is 201', 1, 1]);
    assert.deepEqual(exported.setup_data, { id: 7 });
    assert.ok(!('setup_data' in summaryExport({ metrics, checks: [], trendStats: [], setupData: undefined })));
  });
});

describe('format-value', () => {
  it('takes the unit that fits a time, or the one that is asked for', () => {
    assert.deepEqual(
      [0, 0.25, 12.345, 4567, 90_000, 3_725_000].map((ms) => formatTime(ms, undefined)),
      ['0s', '250µs', '12.35ms', '4.57s', '1m30s', '1h2m5s'],
    );
    assert.deepEqual([formatTime(1500, 's'), formatTime(1500, 'ms'), formatTime(1.5, 'us')], ['1.5s', '1500ms', '1500µs']);
  });

  it('counts bytes in powers of a thousand', () => {
    assert.deepEqual([0, 999, 1500, 2_000_000, 3e15].map(formatBytes), ['0 B', '999 B', '1.5 kB', '2 MB', '3000 TB']);
  });

  it('never rounds a share up to a hundred percent', () => {
    assert.deepEqual([1, 0.999_999, 0.5, 0].map(formatShare), ['100.00%', '99.99%', '50.00%', '0.00%']);
  });
});

describe('readSummaryOutputs', () => {
  it('takes bytes for a file, as a text where they are one', () => {
    const outputs = readSummaryOutputs('{"stdout":{"$base64":"YQ=="},"a.bin":{"$base64":"/wD+"},"b.txt":{"$base64":"w7w="}}');
    assert.equal(outputs.stdout, 'a');
    assert.deepEqual(outputs.files, [
      { path: 'a.bin', content: Buffer.from([255, 0, 254]) },
      { path: 'b.txt', content: 'ü' },
    ]);
  });

  it('tells files from the two streams', () => {
    const outputs = readSummaryOutputs('{"stdout":"a","stderr":"b","out.json":"c"}');
    assert.deepEqual(outputs, { stdout: 'a', stderr: 'b', files: [{ path: 'out.json', content: 'c' }], problems: [] });
  });

  it('writes nothing when nothing was returned', () => {
    for (const returned of [undefined, 'null', '{}']) {
      assert.deepEqual(readSummaryOutputs(returned), { stdout: undefined, stderr: undefined, files: [], problems: [] });
    }
  });

  it('names what is no text', () => {
    assert.deepEqual(readSummaryOutputs('{"a.json":1}').problems, [
      'handleSummary() returned something other than a text or an ArrayBuffer for "a.json"',
    ]);
    assert.equal(readSummaryOutputs('"text"').problems.length, 1);
  });
});
