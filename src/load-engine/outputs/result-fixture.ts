import type { LoadResult } from '../load-result.ts';
import { aRecord } from '../record/record-fixture.ts';
import type { OutputEnd } from './load-output.ts';

/** A result for tests of outputs: a run of a minute that went well, changed as a test needs it. */
export function aResult(changes: Partial<LoadResult> = {}): LoadResult {
  return {
    runner: 'embedded',
    outcome: 'completed',
    abortReason: undefined,
    durationMs: 60_000,
    requests: 6000,
    iterations: { completed: 6000, interrupted: 0, threw: 0, dropped: 0 },
    exceptions: [],
    checks: { passes: 6000, fails: 0 },
    startLag: { p50: 0.4, p99: 1.2, max: 3.4 },
    thresholds: [
      {
        metric: 'http_req_duration{scenario:gate}',
        expression: 'p(95)<200',
        passed: true,
        observed: 88.4,
        limit: 200,
        samples: 6000,
        abortOnFail: false,
      },
    ],
    metrics: {
      http_req_duration: {
        type: 'trend',
        contains: 'time',
        values: { avg: 40, min: 12, med: 38, max: 310, 'p(90)': 77, 'p(95)': 88.4, 'p(99)': 130, count: 6000 },
      },
      http_reqs: { type: 'counter', contains: 'default', values: { count: 6000, rate: 100 } },
    },
    generator: { loopDelay: { p50: 1, p99: 3, max: 12 }, cpuShare: 0.31, memoryBytes: 180_000_000, tooSlow: [] },
    timeline: [],
    exemplars: [],
    summaryText: 'summary',
    ...changes,
  };
}

/** The end of such a run, without checks and without setup(). */
export function anEnd(changes: Partial<OutputEnd> = {}): OutputEnd {
  const record = aRecord({ durations: [12, 38, 310] });
  return { checks: [], setupData: undefined, trendStats: ['avg', 'p(95)'], timeUnit: undefined, record, ...changes };
}
