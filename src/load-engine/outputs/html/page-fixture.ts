import type { LoadResult, TimelineSlice } from '../../load-result.ts';
import type { CheckTally } from '../../metrics/check-tallies.ts';
import type { ReportInput } from '../report-output.ts';
import { anEnd, aResult } from '../result-fixture.ts';

const trend = (scale: number): LoadResult['metrics'][string] => ({
  type: 'trend',
  contains: 'time',
  values: {
    avg: 41.2 * scale,
    min: 11.9 * scale,
    med: 37.8 * scale,
    max: 1312 * scale,
    'p(90)': 77.1 * scale,
    'p(95)': 288.4 * scale,
    'p(99)': 611 * scale,
    count: 29_640,
  },
});

/** Ten minutes in which the target becomes slow in the middle, and some starts are dropped. */
function slowMiddle(): readonly TimelineSlice[] {
  return Array.from({ length: 300 }, (_, index) => {
    const slow = index > 140 && index < 190;
    const wave = Math.sin(index / 9) * 6 + Math.sin(index / 2.3) * 2;
    return {
      atMs: index * 2000,
      lengthMs: 2000,
      requests: slow ? 168 + Math.round(wave) : 200,
      failedRequests: slow && index % 3 === 0 ? 9 : 0,
      iterations: 200,
      dropped: slow ? 24 + Math.round(wave) : 0,
      activeVus: slow ? 120 + Math.round(wave * 3) : 14 + Math.round(wave / 2),
      p50: 38 + wave / 2 + (slow ? 150 : 0),
      p95: 88 + wave + (slow ? 420 : 0),
      p99: 130 + wave * 2 + (slow ? 800 : 0),
      startLagP99: 1.1 + Math.abs(wave) / 20,
    };
  });
}

const CHECKS: readonly CheckTally[] = [
  { name: 'service is up', group: '', passes: 1, fails: 0 },
  { name: 'status is 201', group: '::create order', passes: 29_102, fails: 538 },
  { name: 'has an id', group: '::create order', passes: 29_102, fails: 538 },
  { name: 'total is right', group: '::create order::pay', passes: 29_640, fails: 0 },
];

/** A report of a run that failed in every way there is, for the tests that look at it. */
export function aReport(changes: Partial<LoadResult> = {}): ReportInput {
  const duration = { ...trend(1), thresholds: { 'p(95)<200': { ok: false }, 'p(99)<1000': { ok: true } } };
  const result = aResult({
    durationMs: 600_000,
    requests: 58_320,
    iterations: { completed: 58_311, interrupted: 2, threw: 9, dropped: 1187 },
    exceptions: [
      { message: "TypeError: cannot read property 'id' of undefined", location: 'orders.k6.ts:41:23', count: 7 },
      { message: 'GoError: no user is left', location: undefined, count: 2 },
    ],
    checks: { passes: 87_845, fails: 1076 },
    thresholds: [
      {
        metric: 'http_req_duration{scenario:gate}',
        expression: 'p(95)<200',
        passed: false,
        observed: 288.4,
        limit: 200,
        samples: 29_640,
        abortOnFail: false,
      },
      {
        metric: 'http_req_duration{scenario:gate}',
        expression: 'p(99)<1000',
        passed: true,
        observed: 611,
        limit: 1000,
        samples: 29_640,
        abortOnFail: false,
      },
      {
        metric: 'http_req_failed',
        expression: 'rate<0.01',
        passed: true,
        observed: 0.0026,
        limit: 0.01,
        samples: 58_320,
        abortOnFail: true,
      },
      {
        metric: 'http_reqs{scenario:none}',
        expression: 'count>=1',
        passed: false,
        observed: undefined,
        limit: 1,
        samples: 0,
        abortOnFail: false,
      },
      {
        metric: 'data_received',
        expression: 'rate<1000000',
        passed: true,
        observed: 81_200,
        limit: 1_000_000,
        samples: 58_320,
        abortOnFail: false,
      },
    ],
    metrics: {
      checks: { type: 'rate', contains: 'default', values: { rate: 0.9879, passes: 87_845, fails: 1076 } },
      data_received: { type: 'counter', contains: 'data', values: { count: 48_720_000, rate: 81_200 } },
      http_req_duration: trend(0.98),
      'http_req_duration{scenario:gate}': duration,
      http_req_failed: { type: 'rate', contains: 'default', values: { rate: 0.0026, passes: 153, fails: 58_167 } },
      http_reqs: { type: 'counter', contains: 'default', values: { count: 58_320, rate: 97.2 } },
      http_req_waiting: trend(0.9),
      orders_created: { type: 'counter', contains: 'default', values: { count: 29_102, rate: 48.5 } },
      vus: { type: 'gauge', contains: 'default', values: { value: 12, min: 8, max: 141 } },
    },
    startLag: { p50: 0.42, p99: 1.31, max: 6.2 },
    timeline: slowMiddle(),
    exemplars: [
      {
        metric: 'http_req_duration',
        value: 1312,
        traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
        tags: { method: 'POST', name: 'POST /orders', status: '503' },
        atMs: 0,
      },
    ],
    outputProblems: ['output json=samples.json: 1204 samples were not written: ENOSPC: no space left on device, write'],
    ...changes,
  });
  const options = {
    scenarios: { gate: { executor: 'constant-arrival-rate', rate: 100, duration: '10m', preAllocatedVUs: 50, maxVUs: 200 } },
  };
  const start = {
    startedAtMs: Date.UTC(2026, 10, 25, 1, 2, 3),
    scriptPath: '/builds/shop/loadtests/orders.k6.ts',
    options,
    thresholds: {},
  };
  return { start, result, end: anEnd({ checks: CHECKS }) };
}
