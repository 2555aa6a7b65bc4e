import assert from 'node:assert/strict';
import { type InMemoryIteration, type InMemoryScriptOptions, inMemoryScript, type StageAnswer } from './in-memory-script.ts';
import { type LoadProgress, type LoadResult, ScriptRefused } from './load-result.ts';
import { manualClock } from './manual-clock.ts';
import { runScript } from './run-script.ts';
import type { IterationOutcome } from './virtual-user.ts';

const LIMITS = { memoryBytes: 1, initMs: 1, allowedHosts: undefined, maxVus: 100 };

type Setting = Omit<InMemoryScriptOptions, 'clock'>;

/** Starts a script on a clock that the test moves. */
const start = (setting: Setting) => {
  const clock = manualClock();
  const script = inMemoryScript({ ...setting, clock });
  const stop = new AbortController();
  const progress: LoadProgress[] = [];
  const logs: string[] = [];
  const result = runScript({
    scriptPath: script.path,
    env: {},
    limits: LIMITS,
    signal: stop.signal,
    onProgress: (look) => progress.push(look),
    log: (level, message) => logs.push(`${level}: ${message}`),
    clock,
    openScript: async () => script,
    workingFolder: '/nowhere',
  });
  result.catch(() => {}); // each test awaits it, but only after the clock was moved
  return { clock, script, stop, progress, logs, result };
};

const runFor = async (ms: number, setting: Setting): Promise<LoadResult> => {
  const { clock, result } = start(setting);
  await clock.advance(ms);
  return result;
};

/** One request of `ms`, as the http module would record it. */
const request =
  (ms: number, failed = 0) =>
  async ({ take, sink, context }: InMemoryIteration): Promise<IterationOutcome> => {
    const outcome = await take(ms);
    if (outcome.kind !== 'completed') return outcome;
    const tags = { scenario: context.scenario };
    sink.add('http_reqs', 1, tags, 0);
    sink.add('http_req_duration', ms, tags, 0);
    sink.add('http_req_failed', failed, tags, 0);
    sink.add('checks', 1 - failed, tags, 0);
    sink.check('is 201', '', failed === 0);
    return outcome;
  };

const done = async (returned?: string): Promise<StageAnswer> => ({ outcome: { kind: 'completed' }, returned });

const GATE = { executor: 'constant-arrival-rate', rate: 100, duration: '10s', preAllocatedVUs: 10 };

describe('runScript', () => {
  it('measures a whole schedule, and judges its thresholds', async () => {
    const result = await runFor(11_000, {
      iterate: request(20),
      options: {
        scenarios: { gate: GATE },
        thresholds: {
          'http_req_duration{scenario:gate}': ['p(95)<200'],
          'http_reqs{scenario:gate}': ['count>=1000'],
          dropped_iterations: ['count<10'],
        },
      },
    });
    assert.deepEqual(
      [result.outcome, result.requests, result.iterations.completed, result.iterations.dropped],
      ['completed', 1000, 1000, 0],
    );
    assert.deepEqual(
      result.thresholds.map(({ passed, samples }) => [passed, samples]),
      [
        [true, 1000],
        [true, 1000],
        [true, 1],
      ],
    );
    assert.deepEqual(result.checks, { passes: 1000, fails: 0 });
    assert.deepEqual([result.metrics['vus']?.values['max'], result.metrics['vus_max']?.values['value']], [2, 10]);
    assert.match(result.summaryText, /✓ 'p\(95\)<200' p\(95\)=20ms \(n = 1000\)/);
  });

  it('has a timeline of its scenarios, with every request in one slice', async () => {
    const { timeline, requests } = await runFor(11_000, { iterate: request(20), options: { scenarios: { gate: GATE } } });
    assert.equal(timeline.length, 10);
    assert.equal(
      timeline.reduce((sum, slice) => sum + slice.requests, 0),
      requests,
    );
    assert.deepEqual([timeline[4]?.atMs, timeline[4]?.requests, timeline[4]?.activeVus, timeline[4]?.startLagP99], [4000, 100, 2, 0]);
  });

  it('passes what setup returned to the iterations, and to teardown', async () => {
    const seen: (string | undefined)[] = [];
    await runFor(1000, {
      iterate: async ({ setupData }) => {
        seen.push(setupData);
        return { kind: 'completed' };
      },
      stages: {
        setup: () => done('{"id":7}'),
        teardown: (data) => {
          seen.push(data);
          return done();
        },
      },
    });
    assert.deepEqual(seen, ['{"id":7}', '{"id":7}']);
  });

  it('ends with its setup when that throws, without iterations and without teardown', async () => {
    let torn = false;
    const result = await runFor(1000, {
      iterate: request(1),
      options: { thresholds: { http_reqs: ['count>=1'] } },
      stages: {
        setup: async () => ({ outcome: { kind: 'threw', message: 'no login', location: 'a.ts:1:1' }, returned: undefined }),
        teardown: () => {
          torn = true;
          return done();
        },
      },
    });
    assert.deepEqual([result.outcome, result.abortReason, result.requests, torn], ['aborted', 'setup() threw: no login', 0, false]);
    assert.equal(result.thresholds[0]?.passed, false);
    assert.deepEqual(result.exceptions, [{ message: 'setup() threw: no login', location: 'a.ts:1:1', count: 1 }]);
  });

  it('interrupts a setup that takes longer than its timeout', async () => {
    const result = await runFor(10_000, {
      iterate: request(1),
      options: { setupTimeout: '5s' },
      stages: { setup: async (_, take) => ({ outcome: await take(60_000), returned: undefined }) },
    });
    assert.equal(result.abortReason, 'setup() took longer than its 5 s (options.setupTimeout)');
  });

  it('logs a teardown that fails, and keeps the result', async () => {
    const test = start({
      iterate: request(1),
      stages: { teardown: async () => ({ outcome: { kind: 'broken', message: 'out of memory' }, returned: undefined }) },
    });
    await test.clock.advance(1000);
    assert.equal((await test.result).outcome, 'completed');
    assert.deepEqual(test.logs, ['error: teardown() broke its sandbox: out of memory']);
  });

  it('aborts at the first judgement after the delay when a threshold with abortOnFail is crossed', async () => {
    const result = await runFor(60_000, {
      iterate: request(20, 1),
      options: {
        scenarios: { gate: { ...GATE, duration: '5m' } },
        thresholds: { http_req_failed: [{ threshold: 'rate<0.01', abortOnFail: true, delayAbortEval: '3s' }] },
      },
    });
    assert.equal(result.outcome, 'aborted');
    assert.match(result.abortReason ?? '', /^threshold http_req_failed rate<0\.01 was crossed: 1 \(n = 39\d\)$/);
    assert.equal(result.durationMs, 4000);
  });

  it('aborts when the script says so, and still tears down', async () => {
    let torn = false;
    const result = await runFor(1000, {
      iterate: async () => ({ kind: 'test-aborted', reason: 'wrong environment' }),
      options: { vus: 1, duration: '1m' },
      stages: {
        teardown: () => {
          torn = true;
          return done();
        },
      },
    });
    assert.deepEqual([result.outcome, result.abortReason, torn], ['aborted', 'wrong environment', true]);
  });

  it('stops gracefully at a signal: what runs may finish', async () => {
    const test = start({ iterate: request(800), options: { vus: 2, duration: '1m' } });
    await test.clock.advance(1000);
    test.stop.abort();
    await test.clock.advance(1000);
    const result = await test.result;
    assert.deepEqual([result.outcome, result.iterations], ['interrupted', { completed: 4, interrupted: 0, threw: 0, dropped: 0 }]);
  });

  it('runs on to its end when the script calls the test failed, and stays failed when a signal comes later', async () => {
    const failing: Setting = {
      options: { scenarios: { gate: GATE } },
      iterate: async ({ facts, context, take }) => {
        if (context.iterationInScenario === 3) facts.markFailed?.('stock is wrong');
        return take(5);
      },
    };
    const [whole, cut] = [start(failing), start(failing)];
    await whole.clock.advance(11_000);
    await cut.clock.advance(5000);
    cut.stop.abort();
    await cut.clock.advance(1000);
    const told = [await whole.result, await cut.result].map(({ outcome, abortReason, iterations }) => [
      outcome,
      abortReason,
      iterations.completed,
    ]);
    assert.deepEqual(told, [
      ['aborted', 'stock is wrong', 1000],
      ['aborted', 'stock is wrong', 501],
    ]);
  });

  it('starts nothing when the signal came first', async () => {
    const clock = manualClock();
    const script = inMemoryScript({ clock, iterate: request(1), stages: { setup: () => done() } });
    const openScript = async () => script;
    const result = await runScript({
      scriptPath: 'x',
      env: {},
      limits: LIMITS,
      signal: AbortSignal.abort(),
      onProgress: () => {},
      log: () => {},
      clock,
      openScript,
      workingFolder: '/nowhere',
    });
    assert.deepEqual([result.outcome, result.requests, result.iterations.completed], ['interrupted', 0, 0]);
  });

  it('tells its progress twice a second', async () => {
    const test = start({ iterate: request(15), options: { scenarios: { gate: GATE } } });
    await test.clock.advance(5000);
    assert.equal(test.progress.length, 10);
    const last = test.progress.at(-1);
    assert.deepEqual([last?.elapsedMs, last?.fraction, last?.requests, last?.failedRequests], [5000, 0.5, 499, 0]);
    assert.ok(Math.abs((last?.p95 ?? 0) - 15) < 0.08);
    await test.clock.advance(20_000);
    await test.result;
  });

  it('tells no fraction where a count of iterations ends the run, and no quantile before a request', async () => {
    const test = start({ iterate: ({ take }) => take(3000), options: { iterations: 1 } });
    await test.clock.advance(500);
    assert.deepEqual([test.progress[0]?.fraction, test.progress[0]?.p50], [undefined, undefined]);
    await test.clock.advance(10_000);
    await test.result;
  });

  it('lets handleSummary write what is shown, and hands it the thresholds', async () => {
    let data: { metrics?: Record<string, { thresholds?: unknown; values?: Record<string, number> }> } = {};
    const result = await runFor(1000, {
      iterate: request(20),
      options: { thresholds: { http_reqs: ['count==1'] }, summaryTrendStats: ['p(99)'] },
      stages: {
        handleSummary: (json) => {
          data = JSON.parse(json ?? '{}');
          return done('{"stdout":"my own summary"}');
        },
      },
    });
    assert.equal(result.summaryText, 'my own summary');
    assert.deepEqual(data.metrics?.['http_reqs']?.thresholds, { 'count==1': { ok: true } });
    assert.deepEqual(Object.keys(data.metrics?.['http_req_duration']?.values ?? {}), ['p(99)']);
    assert.ok('p(95)' in (result.metrics['http_req_duration']?.values ?? {}));
  });

  it('shows the standard summary when handleSummary throws, and logs a file it may not write', async () => {
    const throwing = start({
      iterate: request(1),
      stages: { handleSummary: async () => ({ outcome: { kind: 'threw', message: 'oops', location: undefined }, returned: undefined }) },
    });
    await throwing.clock.advance(1000);
    assert.match((await throwing.result).summaryText, /outcome\.+: completed/);
    assert.deepEqual(throwing.logs, ['error: handleSummary() threw: oops']);

    const writing = start({ iterate: request(1), stages: { handleSummary: () => done('{"/etc/out.json":"x","stderr":"hello","n":1}') } });
    await writing.clock.advance(1000);
    await writing.result;
    assert.equal(writing.logs.length, 3);
  });

  it('refuses options before a user is made', async () => {
    const test = start({ iterate: request(1), options: { vuss: 1 } });
    await assert.rejects(test.result, (error) => error instanceof ScriptRefused && /did you mean "vus"/.test(error.message));
    assert.deepEqual(test.script.created, []);
  });

  it('refuses more users than the engine is held to', async () => {
    const test = start({ iterate: request(1), options: { vus: 101, duration: '1s' } });
    await assert.rejects(test.result, /want up to 101 VUs, and this engine is held to 100 a process/);
  });

  it('disposes of every user it made', async () => {
    const test = start({
      iterate: request(1),
      options: { vus: 3, duration: '1s' },
      stages: { setup: () => done(), teardown: () => done() },
    });
    await test.clock.advance(2000);
    await test.result;
    assert.deepEqual(new Set(test.script.disposed), new Set(test.script.created));
    assert.equal(test.script.created.length, 5);
  });

  it('tells the users what k6/execution shows', async () => {
    let seen: unknown;
    await runFor(1000, {
      options: { iterations: 1, tags: { team: 'a' } },
      iterate: async ({ facts }) => {
        seen = { ...facts.instance(), tags: facts.globalTags, started: facts.startMs > 0 };
        return { kind: 'completed' };
      },
    });
    assert.deepEqual(seen, {
      iterationsCompleted: 0,
      iterationsInterrupted: 0,
      vusActive: 1,
      vusInitialized: 1,
      tags: { team: 'a' },
      started: true,
    });
  });

  it('runs its part of the test alone: users, starts, numbers and requests a second', async () => {
    const seen: (readonly [vu: number, iteration: number])[] = [];
    let rpsShare: number | undefined;
    const result = await runFor(11_000, {
      options: { executionSegment: '1/4:1/2', executionSegmentSequence: '0,1/4,1/2,1', scenarios: { gate: { ...GATE, duration: '1s' } } },
      iterate: async ({ vu, context, facts, take }) => {
        seen.push([vu, context.iterationInScenario]);
        rpsShare = facts.rpsShare;
        return take(5);
      },
    });
    assert.deepEqual([result.iterations.completed, rpsShare], [25, 0.25]);
    assert.deepEqual(
      seen.slice(0, 3).map(([, iteration]) => iteration % 4),
      [2, 2, 2],
    );
    assert.ok(seen.every(([vu]) => (vu - 1) % 4 === 2));
  });
});
