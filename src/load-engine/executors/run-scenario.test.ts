import assert from 'node:assert/strict';
import { type InMemoryIteration, inMemoryScript } from '../in-memory-script.ts';
import { manualClock } from '../manual-clock.ts';
import { MetricRegistry } from '../metrics/metric-registry.ts';
import { readScenario } from '../options/read-scenario.ts';
import { plannedVus } from '../options/scenario.ts';
import { createTestEnding } from '../test-ending.ts';
import type { IterationOutcome, TestFacts } from '../virtual-user.ts';
import { IterationTally } from './iteration-tally.ts';
import { runScenario } from './run-scenario.ts';
import { StartLagRecorder } from './start-lag.ts';
import { createVuPool } from './vu-pool.ts';

interface Setting {
  readonly scenario: Readonly<Record<string, unknown>>;
  readonly iterate?: (iteration: InMemoryIteration) => Promise<IterationOutcome>;
  readonly creationMs?: number;
  readonly minIterationDurationMs?: number;
}

const FACTS: TestFacts = {
  startMs: 0,
  instance: () => ({ iterationsCompleted: 0, iterationsInterrupted: 0, vusActive: 0, vusInitialized: 0 }),
  options: {},
  globalTags: {},
};

/** Starts one scenario on a clock that the test moves. */
const start = async ({ scenario: raw, iterate = ({ take }) => take(100), creationMs = 0, minIterationDurationMs = 0 }: Setting) => {
  const clock = manualClock();
  const scenario = readScenario('gate', raw, ['default']);
  const starts: { readonly atMs: number; readonly vu: number; readonly iteration: number }[] = [];
  const script = inMemoryScript({
    clock,
    creationMs,
    iterate: (iteration) => {
      starts.push({ atMs: clock.now() - startedAt, vu: iteration.vu, iteration: iteration.context.iterationInScenario });
      return iterate(iteration);
    },
  });
  const [registry, tally, lag, ending] = [new MetricRegistry(), new IterationTally(), new StartLagRecorder(), createTestEnding()];
  const pool = createVuPool((id) => script.createVirtualUser(id, FACTS, registry));
  const prepared = pool.prepare(plannedVus(scenario), ending.stop);
  await clock.advance(creationMs * plannedVus(scenario));
  await prepared;
  const startedAt = clock.now();
  const { stop, interrupt, abort, fail } = ending;
  const run = {
    clock,
    pool,
    tally,
    lag,
    sink: registry,
    tags: {},
    setupData: undefined,
    minIterationDurationMs,
    stop,
    interrupt,
    abort,
    fail,
  };
  let done = false;
  const finished = runScenario(run, scenario).then(() => {
    done = true;
  });
  await clock.advance(0);
  return { clock, starts, script, registry, tally, lag, ending, pool, finished, done: () => done };
};

const times = (starts: readonly { readonly atMs: number }[]): readonly number[] => starts.map(({ atMs }) => atMs);

const ARRIVALS = { executor: 'constant-arrival-rate', rate: 10, duration: '1s', preAllocatedVUs: 2, gracefulStop: '500ms' };

describe('an arrival rate', () => {
  it('keeps its schedule, and numbers its iterations', async () => {
    const test = await start({ scenario: ARRIVALS });
    await test.clock.advance(2000);
    assert.deepEqual(times(test.starts), [0, 100, 200, 300, 400, 500, 600, 700, 800, 900]);
    assert.deepEqual(
      test.starts.map(({ iteration }) => iteration),
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    );
    assert.ok(test.done());
    assert.deepEqual(test.tally.counts(), { completed: 10, threw: 0, interrupted: 0, dropped: 0 });
    assert.deepEqual(test.lag.read(), { p50: 0, p99: 0, max: 0 });
  });

  it('drops the starts that find no user, and keeps the schedule of the others', async () => {
    const test = await start({ scenario: ARRIVALS, iterate: ({ take }) => take(350) });
    await test.clock.advance(2000);
    assert.deepEqual(times(test.starts), [0, 100, 400, 500, 800, 900]);
    assert.deepEqual(test.tally.counts(), { completed: 6, threw: 0, interrupted: 0, dropped: 4 });
    assert.equal(test.registry.metric('dropped_iterations')?.series.type === 'counter' && test.tally.dropped, 4);
  });

  it('makes one more user for a start that finds none, up to maxVUs, and starts it when that one is ready', async () => {
    const test = await start({
      scenario: { ...ARRIVALS, preAllocatedVUs: 1, maxVUs: 3 },
      iterate: ({ take }) => take(250),
      creationMs: 20,
    });
    await test.clock.advance(2000);
    assert.deepEqual(times(test.starts), [0, 120, 220, 300, 400, 500, 600, 700, 800, 900]);
    assert.deepEqual([test.script.created, test.tally.dropped, test.lag.read().max], [[1, 2, 3], 0, 20]);
  });

  it('lets a user that becomes free serve the start that waits for one in the making', async () => {
    const test = await start({
      scenario: { ...ARRIVALS, preAllocatedVUs: 1, maxVUs: 2, rate: 2 },
      iterate: ({ take }) => take(600),
      creationMs: 300,
    });
    await test.clock.advance(3000);
    assert.deepEqual(
      test.starts.map(({ vu }) => vu),
      [1, 1],
    );
    assert.deepEqual(times(test.starts), [0, 600]);
  });

  it('starts nothing after its time, and interrupts what runs when gracefulStop is over', async () => {
    const test = await start({ scenario: ARRIVALS, iterate: ({ take }) => take(60_000) });
    await test.clock.advance(1499);
    assert.equal(test.done(), false);
    await test.clock.advance(1);
    assert.ok(test.done());
    assert.deepEqual(test.tally.counts(), { completed: 0, threw: 0, interrupted: 2, dropped: 8 });
  });

  it('drops what was due while the process stood still beyond the end', async () => {
    const test = await start({ scenario: ARRIVALS });
    const { clock } = test;
    await clock.advance(150);
    clock.jump(5000);
    await clock.advance(5000);
    assert.deepEqual(test.tally.counts(), { completed: 2, threw: 0, interrupted: 0, dropped: 8 });
  });

  it('starts nothing more when the test stops, and lets what runs finish', async () => {
    const test = await start({ scenario: ARRIVALS, iterate: ({ take }) => take(150) });
    await test.clock.advance(150);
    test.ending.cease();
    await test.clock.advance(1000);
    assert.ok(test.done());
    assert.deepEqual(test.tally.counts(), { completed: 2, threw: 0, interrupted: 0, dropped: 0 });
  });

  it('interrupts what runs at once when the test aborts', async () => {
    const test = await start({ scenario: ARRIVALS, iterate: ({ take }) => take(60_000) });
    await test.clock.advance(150);
    test.ending.abort('enough');
    await test.clock.advance(0);
    assert.ok(test.done());
    assert.deepEqual(test.tally.counts(), { completed: 0, threw: 0, interrupted: 2, dropped: 0 });
  });

  it('follows a ramp', async () => {
    const scenario = { executor: 'ramping-arrival-rate', startRate: 0, stages: [{ duration: '2s', target: 10 }], preAllocatedVUs: 5 };
    const test = await start({ scenario });
    await test.clock.advance(40_000);
    assert.equal(test.starts.length, 10);
    assert.deepEqual([test.tally.dropped, Math.round(test.starts[3]?.atMs ?? 0)], [0, 1265]);
  });
});

describe('a closed loop', () => {
  it('goes round until its time is over, and finishes within gracefulStop', async () => {
    const test = await start({ scenario: { executor: 'constant-vus', vus: 2, duration: '1s' }, iterate: ({ take }) => take(300) });
    await test.clock.advance(2000);
    assert.ok(test.done());
    assert.deepEqual(test.tally.counts(), { completed: 8, threw: 0, interrupted: 0, dropped: 0 });
    assert.deepEqual(
      test.starts.slice(0, 2).map(({ vu }) => vu),
      [1, 2],
    );
  });

  it('lets fast users take more of a shared pot', async () => {
    const test = await start({
      scenario: { executor: 'shared-iterations', vus: 2, iterations: 6 },
      iterate: ({ vu, take }) => take(vu === 1 ? 100 : 500),
    });
    await test.clock.advance(2000);
    assert.equal(test.starts.filter(({ vu }) => vu === 1).length, 5);
    assert.deepEqual(test.tally.counts(), { completed: 6, threw: 0, interrupted: 0, dropped: 0 });
  });

  it('gives each user its own number of iterations', async () => {
    const test = await start({ scenario: { executor: 'per-vu-iterations', vus: 3, iterations: 2 } });
    await test.clock.advance(1000);
    assert.deepEqual(
      test.starts.map(({ vu }) => vu),
      [1, 2, 3, 1, 2, 3],
    );
  });

  it('drops the planned iterations that its time did not suffice for', async () => {
    const test = await start({ scenario: { executor: 'per-vu-iterations', vus: 2, iterations: 100, maxDuration: '1s', gracefulStop: 0 } });
    await test.clock.advance(1000);
    assert.ok(test.done());
    assert.equal(test.tally.completed + test.tally.interrupted + test.tally.dropped, 200);
    assert.ok(test.tally.dropped >= 178);
  });

  it('ends although its iterations take no time at all', async () => {
    const test = await start({
      scenario: { executor: 'shared-iterations', vus: 2, iterations: 50 },
      iterate: async () => ({ kind: 'completed' }),
    });
    await test.finished;
    assert.equal(test.tally.completed, 50);
  });

  it('waits for startTime', async () => {
    const test = await start({ scenario: { executor: 'per-vu-iterations', startTime: '3s' } });
    await test.clock.advance(4000);
    assert.deepEqual(times(test.starts), [3000]);
  });

  it('is not run when the test stops before its startTime', async () => {
    const test = await start({ scenario: { executor: 'per-vu-iterations', startTime: '3s' } });
    test.ending.cease();
    await test.finished;
    assert.deepEqual(test.starts, []);
  });

  it('stretches iterations to minIterationDuration', async () => {
    const test = await start({ scenario: { executor: 'per-vu-iterations', iterations: 3 }, minIterationDurationMs: 400 });
    await test.clock.advance(2000);
    assert.deepEqual(times(test.starts), [0, 400, 800]);
  });
});

describe('a ramp of users', () => {
  const scenario = {
    executor: 'ramping-vus',
    startVUs: 0,
    stages: [
      { duration: '2s', target: 2 },
      { duration: '2s', target: 0 },
    ],
    gracefulRampDown: '300ms',
  };

  it('adds users as the line reaches them, and takes the last one away first', async () => {
    const test = await start({ scenario });
    await test.clock.advance(5000);
    assert.ok(test.done());
    const [first, second] = [1, 2].map((vu) => times(test.starts.filter((started) => started.vu === vu)));
    assert.deepEqual([first?.[0], first?.at(-1), second?.[0], second?.at(-1)], [1000, 3900, 2000, 2900]);
  });

  it('interrupts a user ramped down that does not come to rest within gracefulRampDown', async () => {
    const test = await start({ scenario, iterate: ({ take }) => take(60_000) });
    await test.clock.advance(3299);
    assert.equal(test.tally.interrupted, 0);
    await test.clock.advance(1);
    assert.equal(test.tally.interrupted, 1);
  });

  it('takes up again a user that was ramped down and interrupted', async () => {
    const stages = [
      { duration: 0, target: 1 },
      { duration: '1s', target: 0 },
      { duration: '1s', target: 0 },
      { duration: 0, target: 1 },
      { duration: '1s', target: 1 },
    ];
    const test = await start({ scenario: { ...scenario, stages }, iterate: ({ take }) => take(2000) });
    await test.clock.advance(10_000);
    assert.deepEqual(times(test.starts), [0, 2000]);
    assert.deepEqual(test.tally.counts(), { completed: 1, threw: 0, interrupted: 1, dropped: 0 });
  });
});

describe('an iteration', () => {
  it('counts exceptions by message and place, as iterations too', async () => {
    const test = await start({
      scenario: { executor: 'per-vu-iterations', iterations: 3 },
      iterate: async () => ({ kind: 'threw', message: 'TypeError: x is undefined', location: 'a.ts:3:5' }),
    });
    await test.finished;
    assert.deepEqual(test.tally.exceptions(), [{ message: 'TypeError: x is undefined', location: 'a.ts:3:5', count: 3 }]);
    assert.equal(test.registry.metric('iterations')?.series.samples, 3);
    assert.deepEqual(test.tally.counts(), { completed: 0, threw: 3, interrupted: 0, dropped: 0 });
  });

  it('replaces a user whose sandbox broke', async () => {
    const test = await start({
      scenario: { executor: 'per-vu-iterations', iterations: 3 },
      iterate: async ({ vu }) => (vu === 1 ? { kind: 'broken', message: 'out of memory' } : { kind: 'completed' }),
    });
    await test.finished;
    assert.deepEqual(
      test.starts.map(({ vu }) => vu),
      [1, 2, 2],
    );
    assert.deepEqual([test.script.disposed, test.tally.threw, test.tally.completed], [[1], 1, 2]);
  });

  it('ends the test when the script says so', async () => {
    const test = await start({
      scenario: { executor: 'constant-vus', duration: '1m' },
      iterate: async () => ({ kind: 'test-aborted', reason: 'nothing to test' }),
    });
    await test.finished;
    assert.deepEqual([test.ending.outcome(), test.ending.reason(), test.starts.length], ['aborted', 'nothing to test', 1]);
  });

  it('fails the test when no user can be made in place of a broken one', async () => {
    const test = await start({
      scenario: { executor: 'constant-vus', duration: '1m' },
      iterate: async () => ({ kind: 'broken', message: 'gone' }),
    });
    test.pool.create = () => Promise.reject(new Error('no memory for another sandbox'));
    await test.finished;
    assert.throws(() => test.ending.throwIfFailed(), /the load engine failed: no memory for another sandbox/);
  });
});

describe('IterationTally', () => {
  it('keeps the number of exceptions bounded when their messages are built from data', () => {
    const tally = new IterationTally();
    for (let index = 0; index < 150; index += 1) tally.exception(`order ${index} failed`, undefined);
    assert.equal(tally.exceptions().length, 101);
    assert.deepEqual(tally.exceptions()[0], { message: '(further exceptions, of other messages)', location: undefined, count: 50 });
  });
});
