import assert from 'node:assert/strict';
import type { ThresholdResult } from '../load-result.ts';
import { BUILTIN_METRICS } from '../metrics/builtin-metrics.ts';
import { MetricRegistry } from '../metrics/metric-registry.ts';
import { readThresholds } from './read-thresholds.ts';
import { holds, parseThreshold, type ThresholdOperator } from './threshold-expression.ts';
import { thresholdJudge } from './threshold-judge.ts';

const judge = (metric: string, expression: string, samples: readonly number[], elapsedMs = 1000): ThresholdResult | undefined => {
  const registry = new MetricRegistry();
  const judging = thresholdJudge(readThresholds({ [metric]: [expression] }, BUILTIN_METRICS, []), registry);
  for (const sample of samples) registry.add(metric, sample, {});
  return judging.judge(elapsedMs)[0];
};

const HUNDRED = Array.from({ length: 100 }, (_, index) => index + 1);

describe('judgeThreshold', () => {
  const table: readonly (readonly [string, string, readonly number[], boolean])[] = [
    ['http_req_duration', 'avg<51', HUNDRED, true],
    ['http_req_duration', 'avg==50.5', HUNDRED, true],
    ['http_req_duration', 'min>=1', HUNDRED, true],
    ['http_req_duration', 'max<100', HUNDRED, false],
    ['http_req_duration', 'med<=50.5', HUNDRED, true],
    ['http_req_duration', 'med<50.5', HUNDRED, false],
    ['http_req_duration', 'p(95)<95.06', HUNDRED, true],
    ['http_req_duration', 'p(95)<95.04', HUNDRED, false],
    ['http_req_duration', 'p(100)===100', HUNDRED, true],
    ['http_reqs', 'count>=3', [1, 1, 1], true],
    ['http_reqs', 'rate>=3', [1, 1, 1], true],
    ['http_reqs', 'rate!=3', [1, 1, 1], false],
    ['vus', 'value==2', [5, 2], true],
    ['http_req_failed', 'rate<0.01', [0, 0, 1], false],
    ['http_req_failed', 'rate<1e-2', Array.from({ length: 200 }, (_, index) => (index === 0 ? 1 : 0)), true],
  ];
  for (const [metric, expression, samples, passed] of table) {
    it(`${passed ? 'passes' : 'fails'} ${metric} ${expression} on ${samples.length} samples`, () => {
      assert.equal(judge(metric, expression, samples)?.passed, passed);
    });
  }

  it('fails whatever never had a sample, and observes nothing', () => {
    for (const [metric, expression] of [
      ['http_req_duration', 'p(95)<200'],
      ['http_reqs', 'count<10'],
      ['http_req_failed', 'rate<0.01'],
      ['vus', 'value>=0'],
    ] as const) {
      const result = judge(metric, expression, []);
      assert.deepEqual([result?.passed, result?.observed, result?.samples], [false, undefined, 0]);
    }
  });

  it('passes a counter that was told of none', () => {
    assert.deepEqual(judge('dropped_iterations', 'count<300', [0])?.passed, true);
  });

  it('tells what it compared, and with how many samples', () => {
    const result = judge('http_reqs', 'count>2', [1, 1]);
    assert.deepEqual(result, {
      metric: 'http_reqs',
      expression: 'count>2',
      limit: 2,
      observed: 2,
      samples: 2,
      passed: false,
      abortOnFail: false,
    });
  });
});

describe('holds', () => {
  const table: readonly (readonly [ThresholdOperator, readonly boolean[]])[] = [
    ['<', [true, false, false]],
    ['<=', [true, true, false]],
    ['>', [false, false, true]],
    ['>=', [false, true, true]],
    ['==', [false, true, false]],
    ['===', [false, true, false]],
    ['!=', [true, false, true]],
  ];
  for (const [operator, answers] of table) {
    it(`${operator} of below, at and above`, () =>
      assert.deepEqual([holds(operator, -1), holds(operator, 0), holds(operator, 1)], answers));
  }
});

describe('parseThreshold', () => {
  for (const text of ['', 'p(95)', 'p(95)<', '<200', 'p(95)<200ms', 'p(95) < 200 < 300', 'P(95)<200', 'p(95)=200']) {
    it(`does not understand "${text}"`, () => assert.equal(parseThreshold(text, 'trend').ok, false));
  }

  it('refuses a percentile beyond 100, and the methods of other types', () => {
    for (const text of ['p(101)<1', 'count>1', 'rate<1', 'value<1']) assert.equal(parseThreshold(text, 'trend').ok, false);
    for (const text of ['avg<1', 'value<1', 'p(95)<1']) assert.equal(parseThreshold(text, 'counter').ok, false);
    assert.equal(parseThreshold('count>1', 'rate').ok, false);
    assert.equal(parseThreshold('rate>1', 'gauge').ok, false);
  });

  it('takes blanks, signs and exponents', () => {
    const reading = parseThreshold('  p( 99.9 )  >=  -1.5e3 ', 'trend');
    assert.ok(reading.ok);
    assert.deepEqual(
      [reading.expression.operator, reading.expression.limit, reading.expression.aggregation],
      ['>=', -1500, { kind: 'percentile', fraction: 0.9990000000000001 }],
    );
  });
});

describe('thresholdJudge.abortReason', () => {
  const registry = new MetricRegistry();
  const spec = { http_req_failed: [{ threshold: 'rate<0.1', abortOnFail: true, delayAbortEval: '10s' }], http_reqs: ['count>100'] };
  const judging = thresholdJudge(readThresholds(spec, BUILTIN_METRICS, []), registry);

  it('does not end a test that has not measured yet', () => assert.equal(judging.abortReason(60_000), undefined));

  it('waits for the delay, then names the threshold and what was seen', () => {
    registry.add('http_req_failed', 1, {});
    assert.equal(judging.abortReason(9_999), undefined);
    assert.equal(judging.abortReason(10_000), 'threshold http_req_failed rate<0.1 was crossed: 1 (n = 1)');
  });
});
