import assert from 'node:assert/strict';
import { IterationTally } from './iteration-tally.ts';
import { startScenario as start, times } from './scenario-fixture.ts';

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
