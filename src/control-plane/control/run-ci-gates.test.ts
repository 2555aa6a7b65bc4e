import assert from 'node:assert/strict';
import type { Objective } from '../domain/slo/objective.ts';
import type { CiGateResult } from './control-plane.ts';
import { type MemoryContractVerifier, memoryContractVerifier } from './ports/testing/memory-contract-verifier.ts';
import { type MemoryLoadRunner, memoryLoadRunner } from './ports/testing/memory-load-runner.ts';
import { type MemoryMetrics, memoryMetrics } from './ports/testing/memory-metrics.ts';
import { runCiGates } from './run-ci-gates.ts';
import { type ManualClock, manualClock } from './testing/manual-clock.ts';
import { checkoutService, errorRate, quickPlan, settled } from './testing/small-world.ts';

const fastEnough: Objective = {
  ...errorRate,
  kind: 'latency',
  thresholdMs: 200,
  name: 'checkout-latency',
  indicator: { total: 'http_request_duration_seconds_count', good: 'http_request_duration_seconds_bucket{le="0.2"}' },
};
const target = { version: 'v2', baseUrl: 'http://127.0.0.1:8002' };
const here = { job: 'under-test', instance: '127.0.0.1:8002' };

const verdicts = ({ gates }: CiGateResult): readonly string[] => gates.map(({ gate, verdict }) => `${gate} ${verdict}`);
const budgetSentence = ({ gates }: CiGateResult): string => {
  const budget = gates.find(({ gate }) => gate === 'budget');
  return budget === undefined || budget.verdict === 'error' ? '' : (budget.reasons[0]?.sentence ?? '');
};

describe('runCiGates', () => {
  let clock: ManualClock;
  let metrics: MemoryMetrics;
  let contracts: MemoryContractVerifier;
  let load: MemoryLoadRunner;
  const told: string[] = [];

  beforeEach(() => {
    clock = manualClock();
    metrics = memoryMetrics();
    contracts = memoryContractVerifier();
    load = memoryLoadRunner({ clock, durationMs: 10_000 });
    told.splice(0);
  });

  const answer = (code: string, requests: number): void =>
    metrics.count('http_requests_total', { ...here, service: 'checkout', code }, requests);
  const observe = (fast: number, all: number): void => {
    metrics.count('http_request_duration_seconds_count', here, all);
    metrics.count('http_request_duration_seconds_bucket', { ...here, le: '0.2' }, fast);
  };
  const pass = async (seconds: number): Promise<void> => {
    for (let passed = 0; passed < seconds; passed += 1) {
      metrics.scrape(clock.now() + 1000);
      clock.advance(1000);
      await settled();
    }
  };
  const run = async (objectives: readonly Objective[] = [errorRate], gates = quickPlan.gates): Promise<CiGateResult> => {
    const plan = { ...quickPlan, gates: [...gates, 'budget'] as const };
    const result = runCiGates(
      { contracts, metrics, clock, scrapeIntervalMs: 1000 },
      checkoutService({ plan, objectives, runner: load }),
      target,
      {
        signal: new AbortController().signal,
        onProgress: () => undefined,
        onLog: () => undefined,
        onGateStarted: (gate) => told.push(`${gate} …`),
        onGateFinished: ({ gate, verdict }) => told.push(`${gate} ${verdict}`),
      },
    );
    const [done] = await Promise.all([result, settled().then(() => pass(20))]);
    return done;
  };
  it('passes a service that keeps its contracts, its thresholds and its objectives under load', async () => {
    answer('200', 50);
    load.onRun(() => answer('200', 1000));
    await pass(3);
    const result = await run();
    assert.deepEqual(verdicts(result), ['contract pass', 'load pass', 'budget pass']);
    assert.equal(budgetSentence(result), 'checkout-errors: 0 of 1,000 requests bad (0 %), 1 % allowed');
    assert.deepEqual(told, ['contract …', 'contract pass', 'load …', 'load pass', 'budget …', 'budget pass']);
    assert.equal(result.finishedAtMs - result.startedAtMs, 12_000);
  });

  it('runs every gate although the first one fails, so that one run tells all', async () => {
    contracts.break('v2');
    answer('200', 0);
    load.onRun(() => {
      answer('200', 900);
      answer('500', 100);
    });
    await pass(3);
    const result = await run();
    assert.deepEqual(verdicts(result), ['contract fail', 'load pass', 'budget fail']);
    assert.equal(budgetSentence(result), 'checkout-errors: 100 of 1,000 requests bad (10 %), 1 % allowed');
  });

  it('is inconclusive about a run that sent nothing, and about objectives without a request', async () => {
    load.setBehaviour('idle');
    answer('200', 50);
    await pass(3);
    assert.deepEqual(verdicts(await run()), ['contract pass', 'load inconclusive', 'budget inconclusive']);
  });

  it('is inconclusive about a service without objectives', async () => {
    assert.deepEqual(verdicts(await run([])), ['contract pass', 'load pass', 'budget inconclusive']);
  });

  it('tells an error of the world from a verdict', async () => {
    contracts.setCrashing(true);
    load.setBehaviour('crash');
    metrics.setReachable(false);
    const result = await run();
    assert.deepEqual(verdicts(result), ['contract error', 'load error', 'budget error']);
    assert.deepEqual(
      result.gates.map((gate) => (gate.verdict === 'error' ? gate.problem : '')),
      [
        'The verifier crashed.',
        'The load runner crashed.',
        'The metrics did not answer http_requests_total{service="checkout"}: connection refused',
      ],
    );
  });

  it('counts what the load got, not what was counted before it nor what a pact asked for on purpose', async () => {
    answer('200', 50);
    answer('500', 50);
    await pass(3);
    const usual = { ...contracts };
    contracts.verify = async (request) => {
      answer('500', 20);
      await clock.sleep(3000);
      return usual.verify(request);
    };
    load.onRun(() => answer('200', 1000));
    assert.equal(budgetSentence(await run()), 'checkout-errors: 0 of 1,000 requests bad (0 %), 1 % allowed');
  });

  it('counts through a restart of the service under test', async () => {
    answer('200', 500);
    await pass(3);
    load.onRun(() => {
      metrics.restart(here.instance);
      answer('200', 300);
    });
    assert.equal(budgetSentence(await run()), 'checkout-errors: 0 of 300 requests bad (0 %), 1 % allowed');
  });

  it('knows nothing of a service whose good events match no series', async () => {
    metrics.count('http_request_duration_seconds_count', here, 0);
    load.onRun(() => metrics.count('http_request_duration_seconds_count', here, 1000));
    await pass(3);
    const result = await run([fastEnough]);
    assert.deepEqual(verdicts(result), ['contract pass', 'load pass', 'budget inconclusive']);
  });

  it('counts an indicator of good events', async () => {
    observe(0, 0);
    load.onRun(() => observe(900, 1000));
    await pass(3);
    assert.equal(budgetSentence(await run([fastEnough])), 'checkout-latency: 100 of 1,000 requests bad (10 %), 1 % allowed');
  });

  it('runs the gates that the plan names, and no other', async () => {
    assert.deepEqual(verdicts(await run([errorRate], ['freeze'])), ['budget inconclusive']);
    assert.deepEqual([contracts.requests().length, load.requests().length], [0, 0]);
  });

  it('lets a bug be a bug', async () => {
    load.run = () => Promise.reject(new TypeError('not a function'));
    await assert.rejects(run(), TypeError);
  });
});
