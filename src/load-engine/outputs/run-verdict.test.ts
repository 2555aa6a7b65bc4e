import assert from 'node:assert/strict';
import type { LoadResult } from '../load-result.ts';
import { aResult } from './result-fixture.ts';
import { runVerdict } from './run-verdict.ts';

const [HOLDS] = aResult().thresholds;
assert.ok(HOLDS !== undefined);
const FAILS = { ...HOLDS, passed: false, observed: 412 };
const NEVER = { ...HOLDS, passed: false, observed: undefined, samples: 0, expression: 'count>=1' };
const BARE = { iterations: { type: 'counter', contains: 'default', values: { count: 9, rate: 1 } } } as const;
const OWN = { orders: { type: 'counter', contains: 'default', values: { count: 9, rate: 1 } } } as const;
const NONE = { completed: 0, interrupted: 0, threw: 0, dropped: 0 };
const SLOW = { loopDelay: { p50: 1, p99: 90, max: 300 }, cpuShare: 1, memoryBytes: 1, tooSlow: ['its event loop was 90 ms late.'] };

describe('runVerdict', () => {
  const table: readonly (readonly [string, Partial<LoadResult>, 'pass' | 'fail' | 'inconclusive', string])[] = [
    ['thresholds that hold', {}, 'pass', 'The threshold holds: 6,000 requests in 1m0s; p95 88.4ms.'],
    [
      'several thresholds that hold, without latency',
      { thresholds: [HOLDS, HOLDS], metrics: OWN },
      'pass',
      'All 2 thresholds hold: 6,000 requests in 1m0s.',
    ],
    [
      'a threshold that fails',
      { thresholds: [HOLDS, FAILS] },
      'fail',
      'http_req_duration{scenario:gate} p(95)<200 fails: 412 (n = 6,000).',
    ],
    [
      'several that fail',
      { thresholds: [FAILS, FAILS, FAILS] },
      'fail',
      'http_req_duration{scenario:gate} p(95)<200 fails: 412 (n = 6,000). 2 more of 3 thresholds fail.',
    ],
    [
      'one that never had a sample',
      { thresholds: [NEVER] },
      'fail',
      'http_req_duration{scenario:gate} count>=1 fails, for it never had a sample.',
    ],
    [
      'thresholds that hold on requests that nobody answered',
      { metrics: { http_req_waiting: { type: 'trend', contains: 'time', values: { max: 0 } } } },
      'fail',
      'Nothing was measured: not one of 6,000 requests was answered.',
    ],
    [
      'an iteration that threw',
      { iterations: { ...NONE, completed: 5, threw: 1 }, exceptions: [{ message: 'TypeError: x', location: undefined, count: 1 }] },
      'fail',
      '1 iteration threw an exception: TypeError: x.',
    ],
    [
      'nothing but exceptions',
      {
        requests: 0,
        metrics: {},
        iterations: { ...NONE, threw: 20 },
        exceptions: [{ message: 'TypeError: x', location: undefined, count: 20 }],
      },
      'fail',
      'Nothing was measured: 20 iterations threw an exception: TypeError: x.',
    ],
    [
      'a teardown that threw, which the page called passed',
      { exceptions: [{ message: 'teardown() threw: Error: x', location: undefined, count: 1 }] },
      'fail',
      'The script failed: teardown() threw: Error: x.',
    ],
    [
      'iterations of which none came to its end',
      { iterations: { ...NONE, interrupted: 5 } },
      'fail',
      'Nothing was measured: no iteration came to its end.',
    ],
    [
      'no samples of any target',
      { requests: 0, metrics: BARE },
      'fail',
      'Nothing was measured: there is no sample of anything but the run itself.',
    ],
    ['an abort', { outcome: 'aborted', abortReason: 'stock is wrong' }, 'fail', 'The run was aborted: stock is wrong.'],
    ['an interruption', { outcome: 'interrupted' }, 'inconclusive', 'The run was interrupted before its end.'],
    ['no thresholds', { thresholds: [] }, 'inconclusive', 'Nothing was judged: the script has no thresholds.'],
    [
      'a generator that was too slow, whatever failed',
      { thresholds: [FAILS], outcome: 'aborted', generator: SLOW },
      'inconclusive',
      'The load generator was too slow, so its figures prove nothing: its event loop was 90 ms late.',
    ],
  ];
  it('shows the beginning of a long message', () => {
    const exceptions = [{ message: 'x'.repeat(5000), location: undefined, count: 1 }];
    assert.match(runVerdict(aResult({ iterations: { ...NONE, threw: 1 }, exceptions })).sentence, /threw an exception: x{199}…\.$/);
  });

  for (const [name, changes, verdict, sentence] of table) {
    it(`is ${verdict} for ${name}`, () => assert.deepEqual(runVerdict(aResult(changes)), { verdict, sentence }));
  }
});
