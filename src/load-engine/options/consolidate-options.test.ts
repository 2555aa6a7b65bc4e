import assert from 'node:assert/strict';
import { ScriptRefused } from '../load-result.ts';
import type { MetricDeclaration } from '../virtual-user.ts';
import { consolidateOptions, type LoadOptions } from './consolidate-options.ts';
import { WHOLE_SHARE } from './share.ts';

const declaredMetrics: readonly MetricDeclaration[] = [{ name: 'orders', type: 'counter', contains: 'default' }];
const read = (options: Readonly<Record<string, unknown>>): LoadOptions =>
  consolidateOptions({ options, exportedFunctions: ['default', 'checkout'], declaredMetrics });

const GATE = { executor: 'constant-arrival-rate', rate: 100, duration: '5m', preAllocatedVUs: 50 };

describe('consolidateOptions', () => {
  it('runs one VU once when nothing is said', () => {
    const { scenarios } = read({});
    assert.deepEqual(scenarios, [
      {
        name: 'default',
        executor: 'per-vu-iterations',
        vus: 1,
        iterations: 1,
        maxDurationMs: 600_000,
        startTimeMs: 0,
        gracefulStopMs: 30_000,
        exec: 'default',
        env: {},
        tags: {},
        starts: WHOLE_SHARE,
      },
    ]);
  });

  it('runs the part of each scenario that executionSegment names', () => {
    const options = { executionSegment: '1/4:1/2', executionSegmentSequence: '0,1/4,1/2,3/4,1', vus: 10, duration: '10s' };
    const { scenarios, part } = read(options);
    assert.ok(scenarios[0]?.executor === 'constant-vus');
    assert.deepEqual([scenarios[0].vus, part.segment.segment, part.fraction], [3, '1/4:1/2', 0.25]);
  });

  it('takes vus and duration as constant-vus', () => {
    const [scenario] = read({ vus: 3, duration: '10s' }).scenarios;
    assert.deepEqual([scenario?.executor, scenario && 'durationMs' in scenario && scenario.durationMs], ['constant-vus', 10_000]);
  });

  it('takes vus and iterations as shared-iterations, and duration as their limit', () => {
    const [scenario] = read({ vus: 3, iterations: 9, duration: '1m' }).scenarios;
    assert.ok(scenario?.executor === 'shared-iterations');
    assert.deepEqual([scenario.vus, scenario.iterations, scenario.maxDurationMs], [3, 9, 60_000]);
  });

  it('takes digits in a text as the number, as scripts write rate: __ENV.RATE', () => {
    const [scenario] = read({ scenarios: { gate: { ...GATE, rate: '30', preAllocatedVUs: '5' } } }).scenarios;
    assert.ok(scenario?.executor === 'constant-arrival-rate');
    assert.deepEqual([scenario.rate, scenario.preAllocatedVus], [30, 5]);
  });

  it('takes stages as ramping-vus that starts at vus', () => {
    const [scenario] = read({ vus: 2, stages: [{ duration: '1m', target: 10 }] }).scenarios;
    assert.ok(scenario?.executor === 'ramping-vus');
    assert.deepEqual([scenario.startVus, scenario.stages], [2, [{ durationMs: 60_000, target: 10 }]]);
  });

  it('fills in the defaults of an arrival rate', () => {
    const [scenario] = read({ scenarios: { gate: GATE } }).scenarios;
    assert.ok(scenario?.executor === 'constant-arrival-rate');
    assert.deepEqual([scenario.timeUnitMs, scenario.maxVus, scenario.gracefulStopMs, scenario.exec], [1000, 50, 30_000, 'default']);
  });

  it('reads the long form of a threshold', () => {
    const [threshold] = read({
      scenarios: { gate: GATE },
      thresholds: { 'http_req_duration{scenario:gate}': [{ threshold: 'p(95)<200', abortOnFail: true, delayAbortEval: '30s' }] },
    }).thresholds;
    assert.deepEqual([threshold?.abortOnFail, threshold?.delayAbortEvalMs, threshold?.expression.limit], [true, 30_000, 200]);
  });

  it('shows the script its scenarios, also those that shortcuts stand for', () => {
    assert.deepEqual(read({ iterations: 2 }).effective['scenarios'], {
      default: { executor: 'shared-iterations', vus: 1, iterations: 2, maxDuration: 600_000 },
    });
  });

  it('warns about what it ignores', () => {
    assert.deepEqual(read({ cloud: { projectID: 1 }, vus: 10, linger: false, httpDebug: '' }).warnings, [
      'options.cloud is ignored: it has no meaning here',
      'options.vus is ignored: it needs duration, iterations or stages beside it',
    ]);
  });

  const refused: readonly (readonly [string, Readonly<Record<string, unknown>>, RegExp])[] = [
    ['an unknown option', { treshholds: {} }, /^options\.treshholds: there is no such option; did you mean "thresholds"\?$/],
    ['a wrong type', { vus: 'ten' }, /^options\.vus: must be a whole number of at least 1, not "ten"$/],
    ['a duration that is none', { duration: '5 minutes' }, /^options\.duration: must be a duration/],
    ['an unknown executor', { scenarios: { a: { ...GATE, executor: 'constant-arival-rate' } } }, /did you mean "constant-arrival-rate"/],
    [
      'an executor that left k6',
      { scenarios: { a: { executor: 'externally-controlled' } } },
      /there is no executor "externally-controlled"/,
    ],
    [
      'an unknown field',
      { scenarios: { gate: { ...GATE, rtae: 1 } } },
      /^options\.scenarios\.gate\.rtae: there is no such option; did you mean "rate"\?/,
    ],
    ['a field of another executor', { scenarios: { gate: { ...GATE, iterations: 1 } } }, /^options\.scenarios\.gate\.iterations/],
    ['a missing rate', { scenarios: { gate: { ...GATE, rate: undefined } } }, /^options\.scenarios\.gate\.rate: is missing/],
    ['a scenario without an executor', { scenarios: { gate: {} } }, /^options\.scenarios\.gate\.executor: is missing/],
    ['a scenario that is no object', { scenarios: { gate: 1 } }, /^options\.scenarios\.gate: must be an object/],
    ['a scenario with an odd name', { scenarios: { 'a b': GATE } }, /letters, digits/],
    [
      'an exec that is not exported',
      { scenarios: { gate: { ...GATE, exec: 'chekout' } } },
      /exports no function "chekout"; did you mean "checkout"\?/,
    ],
    [
      'fewer maxVUs than preAllocatedVUs',
      { scenarios: { gate: { ...GATE, maxVUs: 10 } } },
      /^options\.scenarios\.gate\.maxVUs: 10 is less/,
    ],
    ['a duration of nothing', { scenarios: { gate: { ...GATE, duration: 0 } } }, /must be longer than nothing/],
    ['stages of no target', { stages: [{ duration: '1m' }] }, /^options\.stages: must be a list of/],
    [
      'stages that never have a VU',
      { scenarios: { a: { executor: 'ramping-vus', startVUs: 0, stages: [{ duration: 1, target: 0 }] } } },
      /never have a VU/,
    ],
    ['no scenario at all', { scenarios: {} }, /is empty/],
    ['shortcuts beside scenarios', { vus: 1, scenarios: { gate: GATE } }, /^options\.vus: has no meaning beside/],
    ['stages beside duration', { duration: '1m', stages: [{ duration: '1m', target: 1 }] }, /^options\.stages: is another way/],
    ['a part of a test that is none', { executionSegment: '1/2:0' }, /^options\.executionSegment: "1\/2:0" is no part of a test/],
    ['an address to send from that is none', { localIPs: 'eth0' }, /^options\.localIPs: "eth0" is neither/],
    ['cipher suites', { tlsCipherSuites: ['TLS_RSA_WITH_RC4_128_SHA'] }, /^options\.tlsCipherSuites/],
    ['half printed requests', { httpDebug: 'half' }, /^options\.httpDebug: must be 'headers' or 'full'/],
    ['fetched certificates', { tlsAIAFetch: true }, /^options\.tlsAIAFetch: .*; leave it out, or run the test on k6$/],
    ['a process that stays', { linger: true }, /^options\.linger/],
    [
      'a system tag that no sample carries',
      { systemTags: ['status', 'planet'] },
      /^options\.systemTags: no sample of this engine carries "planet"/,
    ],
    ['a choice of addresses that is none', { dns: { select: 'last' } }, /^options\.dns\.select/],
    ['a TLS version that is none', { tlsVersion: 'ssl3.0' }, /^options\.tlsVersion: "ssl3\.0" is none of/],
    ['a client certificate without its key', { tlsAuth: [{ cert: 'x' }] }, /^options\.tlsAuth\[0\]\.key: is missing/],
    ['a test that waits to be started', { paused: true }, /^options\.paused/],
    ['a statistic that is none', { summaryTrendStats: ['p99'] }, /"p99" is none of/],
    ['a unit that is none', { summaryTimeUnit: 'min' }, /"min" is none of/],
    [
      'a threshold on an unknown metric',
      { thresholds: { http_req_durations: ['avg<1'] } },
      /there is no metric "http_req_durations"; did you mean "http_req_duration"\?/,
    ],
    ['a threshold on an unknown scenario', { thresholds: { 'http_reqs{scenario:gaet}': ['count>1'] } }, /there is no scenario "gaet"/],
    ['a malformed threshold', { thresholds: { http_reqs: ['count >> 1'] } }, /\['http_reqs'\]\[0\]: "count >> 1" is not of the form/],
    [
      "a method that the metric's type has not",
      { thresholds: { orders: ['p(95)<1'] } },
      /"p\(95\)" is no method of a counter \(count, rate\)/,
    ],
    [
      'an unknown field of a threshold',
      { thresholds: { orders: [{ threshold: 'count>1', abortonfail: true }] } },
      /did you mean "abortOnFail"/,
    ],
    ['a threshold that is no text', { thresholds: { orders: [1] } }, /must be a text or/],
    ['a threshold without an expression', { thresholds: { orders: [{}] } }, /\.threshold: is missing/],
    ['a threshold outside of a list', { thresholds: { orders: 'count>1' } }, /must be a list of expressions/],
    ['a key that is not understood', { thresholds: { 'orders{': ['count>1'] } }, /is neither a metric nor/],
  ];
  for (const [what, options, message] of refused) {
    it(`refuses ${what} by its path`, () => {
      assert.throws(
        () => read(options),
        (error) => error instanceof ScriptRefused && message.test(error.message),
      );
    });
  }
});
