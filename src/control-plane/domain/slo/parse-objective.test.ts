import assert from 'node:assert/strict';
import { parseObjective } from './parse-objective.ts';

function metric(query: string): unknown {
  return { metricSource: { type: 'Prometheus', spec: { query } } };
}

/** A document that is right, with some of its parts replaced. */
function document(
  parts: {
    readonly top?: object;
    readonly metadata?: object;
    readonly spec?: object;
    readonly ratio?: object;
    readonly objective?: object;
  } = {},
) {
  return {
    apiVersion: 'openslo/v1',
    kind: 'SLO',
    metadata: { name: 'availability', ...parts.metadata },
    spec: {
      service: 'workflow-service',
      indicator: { spec: { ratioMetric: { counter: true, bad: metric('errors_total'), total: metric('requests_total'), ...parts.ratio } } },
      budgetingMethod: 'Occurrences',
      timeWindow: [{ duration: '30d', isRolling: true }],
      objectives: [parts.objective ?? { targetPercent: 99.9 }],
      ...parts.spec,
    },
    ...parts.top,
  };
}

function problems(given: unknown): readonly string[] {
  const parsed = parseObjective(given);
  return parsed.ok ? [] : parsed.problems;
}

const latencyParts = (threshold: string, query: string) => ({
  metadata: { annotations: { 'sluice.dev/latency-threshold': threshold } },
  ratio: { bad: undefined, good: metric(query) },
});

describe('parseObjective', () => {
  it('reads an error objective', () => {
    assert.deepEqual(parseObjective(document({ metadata: { displayName: 'Availability' } })), {
      ok: true,
      objective: {
        kind: 'errors',
        name: 'availability',
        service: 'workflow-service',
        displayName: 'Availability',
        description: '',
        target: 0.999,
        budget: 0.001,
        windowSeconds: 2_592_000,
        indicator: { total: 'requests_total', bad: 'errors_total' },
      },
    });
  });

  it('reads a latency objective by its annotation', () => {
    const parsed = parseObjective(document({ ...latencyParts('200ms', 'bucket{le="0.2"}'), objective: { target: 0.95 } }));
    assert.ok(parsed.ok && parsed.objective.kind === 'latency');
    assert.equal(parsed.objective.thresholdMs, 200);
    assert.equal(parsed.objective.budget, 0.05);
    assert.deepEqual(parsed.objective.indicator, { total: 'requests_total', good: 'bucket{le="0.2"}' });
  });

  it('refuses a bucket that is not the threshold people are told', () => {
    assert.match(problems(document(latencyParts('200ms', 'bucket{le="0.25"}')))[0] ?? '', /counts up to le="0.25" s, but .* says 200ms/);
    assert.match(problems(document(latencyParts('200ms', 'bucket')))[0] ?? '', /must select the bucket le="0.2"/);
    assert.match(problems(document(latencyParts('soon', 'bucket{le="0.2"}')))[0] ?? '', /must be a duration as 200ms or 1.5s, not soon/);
  });

  it('takes months of 30 days and minutes apart', () => {
    for (const [duration, seconds] of [
      ['1M', 2_592_000],
      ['5m', 300],
      ['4w', 2_419_200],
      ['12h', 43_200],
    ] as const) {
      const parsed = parseObjective(document({ spec: { timeWindow: [{ duration, isRolling: true }] } }));
      assert.equal(parsed.ok ? parsed.objective.windowSeconds : undefined, seconds);
    }
  });

  it('takes annotations of others as they are, and refuses unknown ones of its own', () => {
    assert.deepEqual(problems(document({ metadata: { annotations: { 'team.example/owner': 'workflows' } } })), []);
    assert.match(
      problems(document({ metadata: { annotations: { 'sluice.dev/latency': '1s' } } }))[0] ?? '',
      /unknown annotation sluice.dev\/latency/,
    );
  });

  const week = { duration: '1w', isRolling: true };
  const refusals: readonly (readonly [fact: string, given: unknown, problem: RegExp])[] = [
    [
      'an unknown key, with its path and what was meant',
      document({ ratio: { god: metric('x') } }),
      /^spec\.indicator\.spec\.ratioMetric\.god: unknown key; did you mean good\?$/,
    ],
    ['a key that only another kind has', document({ spec: { alertPolicies: [] } }), /^spec\.alertPolicies: unknown key$/],
    [
      'a target of 100 %',
      document({ objective: { targetPercent: 100 } }),
      /^spec\.objectives\.0\.targetPercent: must be below 100: .* no error budget/,
    ],
    ['a target of 1', document({ objective: { target: 1 } }), /^spec\.objectives\.0\.target: must be below 1/],
    ['a target of 0', document({ objective: { target: 0 } }), /^spec\.objectives\.0\.target: /],
    ['two ways to say the target', document({ objective: { target: 0.9, targetPercent: 90 } }), /exactly one of target and targetPercent/],
    ['both good and bad', document({ ratio: { good: metric('x') } }), /exactly one of good and bad/],
    ['neither good nor bad', document({ ratio: { bad: undefined } }), /exactly one of good and bad/],
    ['gauges', document({ ratio: { counter: false } }), /ratioMetric\.counter: must be true/],
    ['other budgeting methods', document({ spec: { budgetingMethod: 'Timeslices' } }), /budgetingMethod: must be Occurrences/],
    ['calendar windows', document({ spec: { timeWindow: [{ duration: '1M', isRolling: false }] } }), /isRolling: must be true/],
    ['two windows', document({ spec: { timeWindow: [week, week] } }), /^spec\.timeWindow: .*exactly one/],
    ['no window', document({ spec: { timeWindow: [] } }), /^spec\.timeWindow: .*exactly one/],
    ['two objectives', document({ spec: { objectives: [{ target: 0.9 }, { target: 0.99 }] } }), /^spec\.objectives: .*exactly one/],
    ['a window that is no duration', document({ spec: { timeWindow: [{ duration: '30 days', isRolling: true }] } }), /must be a duration/],
    ['other kinds', document({ top: { kind: 'Service' } }), /^kind: must be SLO$/],
    [
      'other metric sources',
      document({ ratio: { total: { metricSource: { type: 'Datadog', spec: { query: 'x' } } } } }),
      /type: must be Prometheus/,
    ],
    ['an empty query', document({ ratio: { total: metric(' ') } }), /query: must be a PromQL selector/],
    ['a name that no label could have', document({ metadata: { name: 'My SLO' } }), /^metadata\.name: must be lower-case/],
    ['what is no document at all', undefined, /^document: /],
  ];
  for (const [fact, given, problem] of refusals) {
    it(`refuses ${fact}`, () => assert.match(problems(given).join('\n'), problem));
  }
});
