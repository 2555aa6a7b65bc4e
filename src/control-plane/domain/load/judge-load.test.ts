import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { GateResult } from '../gate/gate-result.ts';
import type { Verdict } from '../gate/verdict.ts';
import { judgeLoad } from './judge-load.ts';
import type { LoadMeasurement, LoadPolicy, MeasuredThreshold } from './load-measurement.ts';

const policy: LoadPolicy = { maximumDroppedShare: 0.01, maximumThrownIterations: 0, startLagP99LimitMs: 100 };

const p95: MeasuredThreshold = {
  metric: 'http_req_duration{scenario:gate}',
  expression: 'p(95)<200',
  passed: true,
  observed: 151.5,
  limit: 200,
  samples: 29_990,
};

function measured(change: Partial<LoadMeasurement> = {}): LoadMeasurement {
  return {
    outcome: 'completed',
    abortReason: undefined,
    durationMs: 300_000,
    requests: 29_990,
    iterations: { completed: 29_990, interrupted: 0, threw: 0, dropped: 10 },
    exceptions: [],
    startLag: { p50: 0, p99: 3, max: 9 },
    thresholds: [p95],
    metrics: {
      http_req_duration: { type: 'trend', contains: 'time', values: {} },
      http_req_failed: { type: 'rate', contains: 'default', values: {} },
      http_reqs: { type: 'counter', contains: 'default', values: {} },
      data_sent: { type: 'counter', contains: 'data', values: {} },
    },
    ...change,
  };
}

function rules(result: GateResult, verdict: Verdict): readonly string[] {
  return result.reasons.filter((reason) => reason.verdict === verdict).map((reason) => reason.rule);
}

const slow = 'starts were 72 ms behind their schedule at the 99th percentile (limit 50 ms)';
const generator = (tooSlow: readonly string[]) => ({ loopDelay: { p50: 1, p99: 48, max: 90 }, cpuShare: 0.9, memoryBytes: 1e8, tooSlow });

describe('judgeLoad', () => {
  it('passes with numbers when all thresholds hold under the planned load', () => {
    const result = judgeLoad(measured(), policy);
    assert.equal(result.verdict, 'pass');
    assert.deepEqual(
      result.reasons.map((reason) => reason.sentence),
      [
        'http_req_duration{scenario:gate} p(95)<200 holds: 152 ms, limit 200 ms (n = 29,990).',
        '29990 iterations with 29990 requests in 300 s; 10 of 30000 iterations that were due were dropped (0.0333 %, limit 1 %).',
      ],
    );
  });

  it('fails on a crossed threshold with observed, limit, unit and samples', () => {
    const result = judgeLoad(measured({ thresholds: [p95, { ...p95, passed: false, observed: 412.04 }] }), policy);
    assert.equal(result.verdict, 'fail');
    const { rule, observed, limit, unit, samples, sentence } = result.reasons[1] ?? {};
    assert.deepEqual(
      { rule, observed, limit, unit, samples },
      { rule: 'threshold', observed: 412.04, limit: 200, unit: 'milliseconds', samples: 29_990 },
    );
    assert.match(sentence ?? '', /is crossed: 412 ms, limit 200 ms/);
  });

  it('fails on iterations that threw, with message, count and place', () => {
    const exceptions = [{ message: "TypeError: cannot read property 'id' of undefined", location: 'orders.k6.ts:12:9', count: 40 }];
    const result = judgeLoad(measured({ exceptions, iterations: { completed: 29_990, interrupted: 0, threw: 40, dropped: 0 } }), policy);
    assert.equal(result.verdict, 'fail');
    assert.deepEqual(
      result.reasons.filter((reason) => reason.verdict === 'fail').map((reason) => reason.sentence),
      ["40 iterations ended in an exception at orders.k6.ts:12:9: TypeError: cannot read property 'id' of undefined"],
    );
  });

  it('fails on iterations that threw without a record of why', () => {
    const result = judgeLoad(measured({ iterations: { completed: 5, interrupted: 0, threw: 2, dropped: 0 } }), policy);
    assert.deepEqual(rules(result, 'fail'), ['iteration-threw']);
  });

  const shortOfEvidence: readonly (readonly [string, Partial<LoadMeasurement>, string])[] = [
    ['nothing was sent', { requests: 0 }, 'no-requests'],
    ['the number of requests is not known', { requests: Number.NaN }, 'no-requests'],
    ['no iteration came to its end', { iterations: { completed: 0, interrupted: 9, threw: 0, dropped: 0 } }, 'no-iteration'],
    ['the script declares no threshold', { thresholds: [] }, 'no-threshold'],
    ['a threshold never had a sample', { thresholds: [{ ...p95, samples: 0, observed: 0 }] }, 'threshold-without-samples'],
    ['a threshold has no observation', { thresholds: [{ ...p95, observed: undefined }] }, 'threshold-without-samples'],
    ['a threshold observed no number', { thresholds: [{ ...p95, observed: Number.NaN }] }, 'threshold-without-samples'],
    [
      'a crossed threshold never had a sample',
      { thresholds: [{ ...p95, passed: false, samples: 0, observed: undefined }] },
      'threshold-without-samples',
    ],
    [
      'a counter without a sample looks good',
      { thresholds: [{ metric: 'http_reqs{name:typo}', expression: 'count<5', passed: true, observed: 0, limit: 5, samples: 0 }] },
      'threshold-without-samples',
    ],
    [
      'a threshold names a metric that is not there',
      { thresholds: [{ ...p95, metric: 'refund', samples: 0, observed: undefined }] },
      'threshold-without-samples',
    ],
    [
      'not a byte came back',
      { metrics: { data_received: { type: 'counter', contains: 'data', values: { count: 0 } } }, thresholds: [{ ...p95, passed: false }] },
      'no-answer',
    ],
    [
      'almost all connections failed',
      { metrics: { http_req_waiting: { type: 'trend', contains: 'time', values: { 'p(99)': 0, max: 3 } } } },
      'no-answer',
    ],
    ['the p95 is that of failed connections', { thresholds: [{ ...p95, observed: 0 }] }, 'threshold-without-answer'],
    ['the generator lagged', { startLag: { p50: 40, p99: 800, max: 900 } }, 'generator-too-slow'],
    ['a signal interrupted it', { outcome: 'interrupted' }, 'ended-early'],
    ['the script aborted it', { outcome: 'aborted', abortReason: 'no token' }, 'ended-early'],
    ['too many iterations were dropped', { iterations: { completed: 900, interrupted: 0, threw: 0, dropped: 100 } }, 'offered-load'],
  ];
  for (const [situation, change, rule] of shortOfEvidence) {
    it(`is inconclusive when ${situation}`, () => {
      const result = judgeLoad(measured(change), policy);
      assert.equal(result.verdict, 'inconclusive');
      assert.ok(rules(result, 'inconclusive').includes(rule), rules(result, 'inconclusive').join());
    });
  }

  it('is neither a pass nor a fail where the generator itself was too slow', () => {
    const crossed = { ...p95, passed: false, observed: 412 };
    for (const thresholds of [[p95], [crossed]]) {
      const threw = { completed: 29_990, interrupted: 0, threw: 1, dropped: 0 };
      const result = judgeLoad(measured({ thresholds, iterations: threw, generator: generator([slow]) }), policy);
      assert.equal(result.verdict, 'inconclusive');
      assert.deepEqual(result.reasons[0]?.rule, 'generator-too-slow');
      assert.equal(result.reasons[0]?.sentence, `The load generator was too slow: ${slow}.`);
    }
  });

  it('goes by the figures where the generator kept up, and keeps in evidence how it did', () => {
    const result = judgeLoad(measured({ generator: generator([]) }), policy);
    assert.equal(result.verdict, 'pass');
    assert.deepEqual((result.evidence as { measurement: LoadMeasurement }).measurement.generator, generator([]));
  });

  it('does not call a run interrupted that a crossed threshold ended', () => {
    const result = judgeLoad(
      measured({ outcome: 'aborted', abortReason: 'threshold', thresholds: [{ ...p95, passed: false, observed: 300 }] }),
      policy,
    );
    assert.deepEqual([result.verdict, rules(result, 'inconclusive')], ['fail', []]);
  });

  it('takes a counter that was told that nothing happened for a measurement', () => {
    const none = { metric: 'dropped_iterations', expression: 'count<300', passed: true, observed: 0, limit: 300, samples: 1 };
    const result = judgeLoad(measured({ thresholds: [p95, none] }), policy);
    assert.equal(result.verdict, 'pass');
    assert.equal(result.reasons[1]?.sentence, 'dropped_iterations count<300 holds: 0, limit 300 (n = 1).');
  });

  it('gives each threshold its unit', () => {
    const thresholds = [
      thresholdOn('http_req_failed', 'rate<0.01'),
      thresholdOn('http_reqs', 'rate>99'),
      thresholdOn('http_reqs', 'count>=29700'),
      thresholdOn('data_sent', 'value<5'),
      thresholdOn('unheard_of', 'value<5'),
    ];
    assert.deepEqual(
      judgeLoad(measured({ thresholds }), policy).reasons.map((reason) => reason.unit),
      ['ratio', 'per second', 'count', 'bytes', 'value', 'ratio'],
    );
  });

  const drops: readonly (readonly [string, Partial<LoadMeasurement>, RegExp])[] = [
    [
      'all virtual users were busy',
      { metrics: vus(200, 200) },
      /all 200 virtual users were waiting for the target: it is too slow for this rate, or they are too few/,
    ],
    ['not all virtual users were seen at work', { metrics: vus(40, 200) }, /no virtual user was free/],
    ['nothing is known about virtual users', { metrics: {} }, /no virtual user was free/],
    ['the generator lagged', { startLag: { p50: 1, p99: 500, max: 501 } }, /the generator could not keep up/],
  ];
  for (const [situation, change, sentence] of drops) {
    it(`says why iterations were dropped when ${situation}`, () => {
      const result = judgeLoad(measured({ iterations: { completed: 900, interrupted: 0, threw: 0, dropped: 100 }, ...change }), policy);
      assert.notEqual(result.verdict, 'pass');
      assert.match(result.reasons.find((reason) => reason.rule === 'offered-load')?.sentence ?? '', sentence);
    });
  }

  it('judges no lag where the policy sets no limit', () => {
    const lenient = { maximumDroppedShare: 0.01, maximumThrownIterations: 0 };
    assert.equal(judgeLoad(measured({ startLag: { p50: 40, p99: 800, max: 900 } }), lenient).verdict, 'pass');
  });

  it('keeps the summary for people out of the evidence', () => {
    const { evidence } = judgeLoad({ ...measured(), summaryText: 'long' } as LoadMeasurement, policy);
    assert.deepEqual(evidence, { measurement: measured(), policy });
  });

  it('says the same of recorded evidence, and never passes without samples, a threshold, an end to its schedule and the planned load', () => {
    const threshold = fc.record({
      metric: fc.constantFrom('http_req_duration', 'http_reqs', 'http_req_failed', 'unheard_of'),
      expression: fc.constantFrom('p(95)<200', 'count>1', 'rate<0.1'),
      passed: fc.boolean(),
      observed: fc.option(fc.double({ min: 0, max: 500 }), { nil: undefined }),
      limit: fc.constant(200),
      samples: fc.nat({ max: 3 }),
    });
    const measurement = fc.record({
      outcome: fc.constantFrom('completed' as const, 'aborted' as const, 'interrupted' as const),
      requests: fc.nat({ max: 3 }),
      iterations: fc.record({
        completed: fc.nat({ max: 3 }),
        interrupted: fc.nat({ max: 2 }),
        threw: fc.nat({ max: 1 }),
        dropped: fc.nat({ max: 1 }),
      }),
      thresholds: fc.array(threshold, { maxLength: 3 }),
    });
    let passes = 0;
    fc.assert(
      fc.property(measurement, (change) => {
        const { verdict, reasons, evidence } = judgeLoad(measured(change), policy);
        const recorded = JSON.parse(JSON.stringify(evidence)) as { measurement: LoadMeasurement; policy: LoadPolicy };
        assert.deepEqual(judgeLoad(recorded.measurement, recorded.policy).reasons, reasons);
        if (verdict !== 'pass') return;
        passes += 1;
        assert.ok(change.requests > 0 && change.iterations.completed > 0 && change.thresholds.length > 0);
        assert.ok(change.thresholds.every((each) => each.passed && each.samples > 0 && each.observed !== undefined));
        assert.deepEqual([change.outcome, change.iterations.threw, change.iterations.dropped], ['completed', 0, 0]);
      }),
      { numRuns: 2000 },
    );
    assert.ok(passes > 0, 'no generated measurement passed: the property says nothing');
  });
});

function thresholdOn(metric: string, expression: string): MeasuredThreshold {
  return { ...p95, metric, expression };
}

function vus(active: number, allowed: number): LoadMeasurement['metrics'] {
  return {
    vus: { type: 'gauge', contains: 'default', values: { max: active } },
    vus_max: { type: 'gauge', contains: 'default', values: { max: allowed } },
  };
}
