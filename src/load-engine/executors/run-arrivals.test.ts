import assert from 'node:assert/strict';
import { startScenario as start, times } from './scenario-fixture.ts';

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

/** Takes 3 ms of the event loop for each user, as a sandbox does. */
const STALLED = { executor: 'constant-arrival-rate', rate: 500, duration: '2s', preAllocatedVUs: 5, maxVUs: 400, gracefulStop: '1s' };

const stall = async () => {
  const test = await start({ scenario: STALLED, iterate: ({ take }) => take(20), blockingMs: 3 });
  await test.clock.advance(700);
  const before = test.made.length;
  test.clock.jump(500);
  await test.clock.advance(100);
  const burst = test.made.length - before;
  await test.clock.advance(3000);
  return { ...test, burst };
};

describe('an arrival rate whose process stands still', () => {
  it('does not answer with a storm of new users: never two at once, and for half of the time at most', async () => {
    const { made, burst } = await stall();
    const gaps = made.slice(1).map((atMs, index) => atMs - (made[index] ?? 0));
    assert.ok(Math.min(...gaps) >= 6, JSON.stringify(gaps));
    assert.ok(burst <= 17, String(burst));
  });

  it('starts or drops each of its schedule, and starts nothing more than 100 ms late', async () => {
    const { tally, lag, done } = await stall();
    assert.ok(done());
    assert.equal(tally.completed + tally.dropped, 1000);
    assert.ok(lag.read().max <= 101, JSON.stringify(lag.read()));
  });

  it('drops what came too late, and is back on its schedule at once', async () => {
    const { tally, starts } = await stall();
    assert.ok(tally.dropped >= 195 && tally.dropped < 260, String(tally.dropped));
    const late = starts.filter(({ atMs }) => atMs >= 1400 && atMs < 2000);
    assert.ok(late.length >= 299 && late.length <= 301, String(late.length));
  });

  it('drops a start that waits too long for a user in the making, and starts later ones on it', async () => {
    const scenario = { ...ARRIVALS, rate: 20, preAllocatedVUs: 1, maxVUs: 3 };
    const test = await start({ scenario, iterate: ({ vu, take }) => take(vu === 1 ? 60_000 : 10), creationMs: 300 });
    await test.clock.advance(3000);
    assert.deepEqual(
      test.starts.slice(0, 4).map(({ atMs, vu }) => [atMs, vu]),
      [
        [0, 1],
        [350, 2],
        [360, 2],
        [400, 2],
      ],
    );
    assert.equal(test.tally.completed + test.tally.interrupted + test.tally.dropped, 20);
  });

  it('drops the starts that wait when the test stops', async () => {
    const scenario = { ...ARRIVALS, preAllocatedVUs: 1, maxVUs: 2 };
    const test = await start({ scenario, iterate: ({ take }) => take(250), creationMs: 60 });
    await test.clock.advance(110);
    test.ending.cease();
    await test.clock.advance(1000);
    assert.ok(test.done());
    assert.deepEqual(test.tally.counts(), { completed: 1, threw: 0, interrupted: 0, dropped: 1 });
  });

  it('fails the test when no user can be added', async () => {
    const test = await start({ scenario: { ...ARRIVALS, preAllocatedVUs: 1, maxVUs: 2 }, iterate: ({ take }) => take(250) });
    test.pool.create = () => Promise.reject(new Error('no memory for another sandbox'));
    await test.clock.advance(500);
    await test.finished;
    assert.throws(() => test.ending.throwIfFailed(), /no memory for another sandbox/);
    assert.equal(test.tally.dropped, 1);
  });
});
