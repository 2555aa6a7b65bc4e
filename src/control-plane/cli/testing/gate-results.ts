import type { CiGateResult } from '../../control/control-plane.ts';
import { gateResult } from '../../domain/gate/gate-result.ts';

const contract = gateResult(
  'contract',
  [
    {
      rule: 'interactions',
      verdict: 'pass',
      sentence: 'All 12 interactions of workflow-ui hold.',
      observed: 12,
      limit: 12,
      unit: 'interactions',
      samples: 12,
    },
  ],
  {},
);
const load = gateResult(
  'load',
  [
    {
      rule: 'threshold',
      verdict: 'pass',
      sentence: 'http_req_failed 0.02 % < 1 %.',
      observed: 0.0002,
      limit: 0.01,
      unit: 'ratio',
      samples: 8431,
      windowSeconds: 300,
    },
    {
      rule: 'threshold',
      verdict: 'pass',
      sentence: 'http_req_duration p(95) 84 ms < 200 ms.',
      observed: 84,
      limit: 200,
      unit: 'milliseconds',
      samples: 8431,
      windowSeconds: 300,
    },
  ],
  {},
);
const slow = gateResult(
  'load',
  [
    ...load.reasons.slice(0, 1),
    {
      rule: 'threshold',
      verdict: 'fail',
      sentence: 'http_req_duration p(95) 412 ms is not < 200 ms (n = 8,431 in 5 min).',
      observed: 412,
      limit: 200,
      unit: 'milliseconds',
      samples: 8431,
      windowSeconds: 300,
      remedy: 'Answer 95 % of the requests within 200 ms; the slowest route was POST /api/v1/workflows with a p95 of 688 ms.',
    },
  ],
  {},
);
const budget = gateResult(
  'budget',
  [
    {
      rule: 'budget-left',
      verdict: 'pass',
      sentence: '88 % of the error budget of 30 d is left.',
      observed: 0.88,
      limit: 0,
      unit: 'ratio',
      samples: 120_400,
      windowSeconds: 2_592_000,
    },
  ],
  {},
);
const unknown = gateResult(
  'budget',
  [
    {
      rule: 'coverage',
      verdict: 'inconclusive',
      sentence: 'Only 3 % of the window of 30 d was measured, of 50 % needed: nobody can tell how much budget is left.',
      observed: 0.03,
      limit: 0.5,
      unit: 'ratio',
      remedy: 'Let the collector run longer.',
    },
  ],
  {},
);
const broken = {
  gate: 'load',
  verdict: 'error',
  problem: 'connect ECONNREFUSED 127.0.0.1:8003: is the service under test running?',
} as const;

const gates: Readonly<Record<string, CiGateResult['gates']>> = {
  passing: [contract, load, budget],
  blocked: [contract, slow, budget],
  inconclusive: [contract, load, unknown],
  broken: [contract, broken],
  empty: [],
  hostile: [gateResult('contract', [{ rule: 'x"<&>', verdict: 'fail', sentence: 'a\u001B[2Jb\n::error::c | <script>&\u0000' }], {})],
};

/** A result by its name, for tests: passing, blocked, inconclusive, broken, empty, hostile. Throws on another name. */
export function gateResultNamed(name: string): CiGateResult {
  const found = gates[name];
  if (found === undefined) throw new Error(`no result is named ${name}`);
  return { service: name, version: 'v2', gates: found, startedAtMs: 1_700_000_000_000, finishedAtMs: 1_700_000_312_000 };
}
