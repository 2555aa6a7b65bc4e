import assert from 'node:assert/strict';
import { maskText } from '../mask-text.ts';
import { k6Exit } from './k6-exit.ts';
import { parseK6Inspection } from './k6-inspection.ts';
import { K6Exceptions, readK6LogLine } from './k6-log.ts';
import { K6Stream } from './k6-stream.ts';
import { readK6Summary } from './k6-summary.ts';
import { RoughQuantiles } from './rough-quantiles.ts';

describe('k6Exit', () => {
  it('takes 0 and 99 as measured, and tells an early end from a crossed threshold', () => {
    assert.deepEqual(k6Exit(0, ''), { kind: 'measured', outcome: 'completed', reason: undefined });
    assert.equal(k6Exit(99, 'thresholds have been crossed').kind === 'measured' && 'completed', 'completed');
    const early = k6Exit(99, 'at least one has abortOnFail enabled');
    assert.equal(early.kind === 'measured' ? early.outcome : '', 'aborted');
  });

  it('tells what the script and a signal ended', () => {
    for (const [code, outcome] of [
      [105, 'interrupted'],
      [108, 'aborted'],
      [110, 'aborted'],
    ] as const) {
      const exit = k6Exit(code, '');
      assert.equal(exit.kind === 'measured' ? exit.outcome : '', outcome);
    }
  });

  it('refuses a bad configuration and an exception of the init stage', () => {
    assert.deepEqual([k6Exit(104, '').kind, k6Exit(107, '').kind], ['refused', 'refused']);
  });

  it('has no measurement for any other code', () => {
    for (const code of [1, 97, 100, 101, 102, 103, 106, 109, 255, -1]) assert.equal(k6Exit(code, '').kind, 'failed');
  });
});

describe('parseK6Inspection', () => {
  it('reads both forms of thresholds, and how long the run takes', () => {
    const text = '{"thresholds":{"checks":["rate>0.9",{"threshold":"rate>0.5","abortOnFail":true}],"x":1},"totalDuration":"1m10.5s"}';
    assert.deepEqual(parseK6Inspection(text), {
      thresholds: [
        { metric: 'checks', expression: 'rate>0.9', abortOnFail: false },
        { metric: 'checks', expression: 'rate>0.5', abortOnFail: true },
      ],
      totalDurationMs: 70_500,
    });
  });

  it('answers nothing for what is no object', () => {
    assert.deepEqual([parseK6Inspection('1'), parseK6Inspection('{')], [undefined, undefined]);
    assert.deepEqual(parseK6Inspection('{}'), { thresholds: [], totalDurationMs: undefined });
  });
});

const declare = (metric: string, expression: string) => ({ metric, expression, abortOnFail: false });

describe('readK6Summary', () => {
  const file = JSON.stringify({
    metrics: {
      http_req_duration: { avg: 20, 'p(95)': 30, count: 10, thresholds: { 'p(95)<200': false, 'avg<10': true } },
      'http_req_duration{scenario:none}': { avg: 0, 'p(95)': 0, count: 0, thresholds: { 'p(95)<200': false } },
      http_req_failed: { value: 0.1, passes: 1, fails: 9, thresholds: { 'rate<0.01': true } },
      http_reqs: { count: 10, rate: 5 },
      dropped_iterations: { count: 0, rate: 0, thresholds: { 'count==0': false } },
      vus: { value: 1, min: 1, max: 2, thresholds: { 'value>0': false } },
    },
  });
  const thresholds = [
    declare('http_req_duration', 'p(95)<200'),
    declare('http_req_duration', 'avg<10'),
    declare('http_req_duration{scenario:none}', 'p(95)<200'),
    declare('http_req_failed', 'rate<0.01'),
    declare('dropped_iterations', 'count==0'),
    declare('vus', 'value>0'),
    declare('orders', 'count>0'),
  ];
  const summary = readK6Summary(file, thresholds, new Map([['http_req_duration', { type: 'trend', contains: 'time' }]]));

  it('reads the inverted verdicts, and fails what had no sample or is missing', () => {
    assert.deepEqual(
      summary?.thresholds.map(({ metric, expression, passed }) => `${metric} ${expression} ${passed}`),
      [
        'http_req_duration p(95)<200 true',
        'http_req_duration avg<10 false',
        'http_req_duration{scenario:none} p(95)<200 false',
        'http_req_failed rate<0.01 false',
        'dropped_iterations count==0 true',
        'vus value>0 true',
        'orders count>0 false',
      ],
    );
  });

  it('tells what was observed, with how many samples and against which limit', () => {
    const [first, , none, failed] = summary?.thresholds ?? [];
    assert.deepEqual([first?.observed, first?.samples, first?.limit], [30, 10, 200]);
    assert.deepEqual([none?.observed, none?.samples], [undefined, 0]);
    assert.deepEqual([failed?.observed, failed?.samples, failed?.limit], [0.1, 10, 0.01]);
  });

  it('gives metrics their type and what they contain, by the stream or by their form', () => {
    const { metrics = {} } = summary ?? {};
    assert.deepEqual([metrics['http_req_duration']?.contains, metrics['http_req_duration']?.type], ['time', 'trend']);
    assert.deepEqual([metrics['http_req_failed']?.type, metrics['http_req_failed']?.values], ['rate', { rate: 0.1, passes: 1, fails: 9 }]);
    assert.deepEqual([metrics['http_reqs']?.type, metrics['vus']?.type], ['counter', 'gauge']);
    assert.deepEqual(metrics['http_req_duration']?.thresholds, { 'p(95)<200': { ok: true }, 'avg<10': { ok: false } });
  });

  it('does not take another file for a summary', () => {
    for (const text of ['', '[]', '{"metrics":[]}', '{"results":{}}']) assert.equal(readK6Summary(text, [], new Map()), undefined);
  });
});

describe('K6Stream', () => {
  it('follows what people watch, and keeps the lines that are no samples', () => {
    const stream = new K6Stream();
    const point = (metric: string, value: number): void => stream.push(JSON.stringify({ type: 'Point', metric, data: { value } }));
    stream.push(JSON.stringify({ type: 'Metric', metric: 'http_reqs', data: { type: 'counter', contains: 'default' } }));
    for (const [metric, value] of [
      ['http_reqs', 1],
      ['http_reqs', 1],
      ['http_req_failed', 1],
      ['iterations', 1],
      ['dropped_iterations', 3],
      ['vus', 4],
      ['http_req_duration', 50],
      ['other', 9],
    ] as const)
      point(metric, value);
    stream.push('{"type":"Point","metric":"http_reqs","da');
    stream.push('  checks...: 100%');
    const look = stream.progress(500, 1000);
    assert.deepEqual(
      [look.requests, look.failedRequests, look.iterations, look.dropped, look.activeVus, look.fraction],
      [2, 1, 1, 3, 4, 0.5],
    );
    assert.ok(Math.abs((look.p95 ?? 0) - 50) < 1);
    assert.deepEqual([stream.text, stream.kinds.get('http_reqs')?.type], ['  checks...: 100%', 'counter']);
  });
});

describe('RoughQuantiles', () => {
  it('is within two percent, and knows nothing without a number', () => {
    const quantiles = new RoughQuantiles();
    assert.equal(quantiles.at(0.5), undefined);
    for (let ms = 1; ms <= 100; ms += 1) quantiles.add(ms);
    assert.ok(Math.abs((quantiles.at(0.95) ?? 0) - 95) < 2);
  });
});

describe('the log of k6', () => {
  it('is read line by line, and whatever is not JSON is a warning', () => {
    assert.deepEqual(readK6LogLine('{"level":"warning","msg":"slow"}'), { level: 'warn', message: 'slow', isException: false });
    assert.deepEqual(readK6LogLine('panic: oh'), { level: 'warn', message: 'panic: oh', isException: false });
  });

  it('counts exceptions by message, with their place', () => {
    const exceptions = new K6Exceptions();
    const message = 'TypeError: x is undefined\n\tat default (file:///s/a.ts:3:5(2))\n';
    exceptions.add('Error: once');
    exceptions.add(message);
    exceptions.add(message);
    assert.deepEqual(exceptions.all(), [
      { message: 'TypeError: x is undefined', location: 'file:///s/a.ts:3:5', count: 2 },
      { message: 'Error: once', location: undefined, count: 1 },
    ]);
  });
});

describe('maskText', () => {
  it('hides secrets, and leaves short ones alone', () => assert.equal(maskText(['tok-1', 'a'])('a tok-1'), 'a ***'));
});
