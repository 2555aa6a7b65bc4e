import assert from 'node:assert/strict';
import type { ThresholdResult } from '../load-result.ts';
import { worstFigures } from './generator-figures.ts';
import { type GeneratorEvidence, generatorHealth } from './generator-health.ts';

const figures = (p99: number, cpuShare = 0.3, looks = 1000) => ({
  looks,
  loopDelay: { p50: 0.2, p99, max: p99 * 2 },
  cpuShare,
  memoryBytes: 1e8,
});

const p95 = (observed: number, limit = 200): ThresholdResult => ({
  metric: 'http_req_duration{scenario:gate}',
  expression: `p(95)<${limit}`,
  passed: observed < limit,
  observed,
  limit,
  samples: 1000,
  abortOnFail: false,
});

const rate: ThresholdResult = { ...p95(800), metric: 'http_reqs', expression: 'rate>1000', limit: 1000, passed: false };

const tooSlow = (change: Partial<GeneratorEvidence>): readonly string[] =>
  generatorHealth({
    figures: figures(2),
    startLag: { p50: 0.5, p99: 1.4, max: 9 },
    late: 0,
    localFailures: 0,
    memoryLimitBytes: 1e9,
    iterations: { completed: 1000, threw: 0, interrupted: 0, dropped: 0 },
    thresholds: [p95(180)],
    metrics: {
      'http_req_duration{scenario:gate}': { type: 'trend', contains: 'time', values: {} },
      http_reqs: { type: 'counter', contains: 'default', values: {} },
    },
    ...change,
  }).tooSlow;

describe('generatorHealth', () => {
  const trusted: readonly (readonly [string, Partial<GeneratorEvidence>])[] = [
    ['is on time', {}],
    ['is a little late, on a busy machine, for a fast service whose limit is far', { figures: figures(25), thresholds: [p95(45)] }],
    ['is late, and a limit is missed by far more', { figures: figures(48), thresholds: [p95(412)] }],
    ['is late, and a threshold on a time holds: lateness only makes times longer', { figures: figures(48), thresholds: [p95(195)] }],
    ['uses all of its core for a closed loop that asks for no rate', { figures: figures(30, 1) }],
    ['misses a rate with time to spare: the target did not answer faster', { thresholds: [rate] }],
    ['misses a count in a few milliseconds, all of which were its own beginning', { figures: figures(0, 1, 0), thresholds: [rate] }],
    ['dropped a few starts in one stall', { late: 5, iterations: { completed: 995, threw: 0, interrupted: 0, dropped: 5 } }],
    [
      'was late for a moment of a short run',
      {
        figures: figures(140, 0.3, 200),
        startLag: { p50: 1, p99: 79, max: 80 },
        iterations: { completed: 80, threw: 0, interrupted: 0, dropped: 0 },
      },
    ],
    ['has a threshold that never had a sample', { thresholds: [{ ...p95(0), observed: undefined, samples: 0, passed: false }] }],
  ];
  for (const [situation, change] of trusted) it(`trusts a generator that ${situation}`, () => assert.deepEqual(tooSlow(change), []));

  const doubted: readonly (readonly [string, Partial<GeneratorEvidence>, RegExp])[] = [
    [
      'may alone have crossed a limit',
      { figures: figures(48), thresholds: [p95(212)] },
      /^the event loop was late by 48 ms at the 99th percentile, and http_req_duration\{scenario:gate\} p\(95\)<200 is no further from its limit than that \(212 ms\)/,
    ],
    ['is as late as drops a start', { figures: figures(140) }, /late by 140 ms at the 99th percentile \(limit 100 ms\)/],
    [
      'was late for most of a short run',
      { figures: { ...figures(400, 0.3, 200), loopDelay: { p50: 120, p99: 400, max: 400 } } },
      /late by 120 ms in the median \(limit 100 ms\)/,
    ],
    ['lags behind its schedule', { startLag: { p50: 9, p99: 72, max: 99 } }, /starts were 72 ms behind .* \(limit 50 ms\)/],
    [
      'drops starts since it is too late for them',
      { late: 40, iterations: { completed: 950, threw: 0, interrupted: 0, dropped: 50 } },
      /40 of 1000 starts were dropped since the generator was more than 100 ms late for them \(4 %, limit 1 %\)/,
    ],
    ['has no ports or descriptors left', { localFailures: 3 }, /3 requests could not be sent for want of local ports or file descriptors/],
    ['is at the end of its memory', { memoryLimitBytes: 1.02e8 }, /used 95 MiB of the 97 MiB that it may use \(limit 95 %\)/],
    [
      'misses a rate with its core used up',
      { figures: figures(30, 0.97), thresholds: [rate] },
      /http_reqs rate>1000 was missed while a thread of the generator used 97 % of its core \(limit 90 %\)/,
    ],
  ];
  for (const [situation, change, sentence] of doubted) {
    it(`doubts a generator that ${situation}`, () => {
      const reasons = tooSlow(change);
      assert.equal(reasons.length, 1);
      assert.match(reasons[0] ?? '', sentence);
    });
  }
});

describe('worstFigures', () => {
  it('takes the worst of all threads, and is nothing where nobody watched', () => {
    assert.deepEqual(worstFigures([figures(3, 0.9), figures(40, 0.1)]), figures(40, 0.9));
    assert.equal(worstFigures([]), undefined);
  });
});
