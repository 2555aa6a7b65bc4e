import assert from 'node:assert/strict';
import { type ManualClock, manualClock } from '../manual-clock.ts';
import { StartSchedule } from './start-schedule.ts';

/** A schedule that is under way; `due` is called at each start. */
const keep = (times: readonly number[], due: (clock: ManualClock) => void) => {
  const clock = manualClock();
  const stop = new AbortController();
  const schedule = new StartSchedule({ clock, stop: stop.signal }, { elapsed: () => clock.now() }, [...times].values());
  let done = false;
  const started: (readonly [atMs: number, scheduledMs: number])[] = [];
  const kept = schedule
    .keep((scheduledMs) => {
      started.push([clock.now(), scheduledMs]);
      due(clock);
    })
    .then(() => {
      done = true;
    });
  return { clock, stop, schedule, started, kept, done: () => done };
};

describe('StartSchedule', () => {
  it('makes each start when its time has come, and ends after the last', async () => {
    const { clock, started, done } = keep([0, 5, 9], () => undefined);
    await clock.advance(8);
    assert.equal(done(), false);
    await clock.advance(1);
    assert.deepEqual([started.map(([atMs]) => atMs), done()], [[0, 5, 9], true]);
  });

  it('makes a start that is due as soon as a user is free, without waiting for its timer', async () => {
    const { clock, schedule, started } = keep([0, 5, 6, 7], () => undefined);
    clock.jump(6);
    schedule.userFree();
    schedule.userFree();
    schedule.userFree();
    assert.deepEqual(started, [
      [0, 0],
      [6, 5],
      [6, 6],
    ]);
    await clock.advance(1);
    assert.deepEqual(started.at(-1), [7, 7]);
  });

  it('leaves a backlog to its timer, however many users become free', async () => {
    const { clock, schedule, started } = keep([0, 5, 6], () => undefined);
    clock.jump(50);
    schedule.userFree();
    assert.equal(started.length, 1);
    await clock.advance(0);
    assert.equal(started.length, 3);
  });

  it('lets answers have their turn while it makes up for a stall', async () => {
    const starts = Array.from({ length: 10 }, (_, index) => index / 10);
    const { clock, started, kept } = keep(starts, (test) => test.jump(1));
    const madeAtOnce = started.length;
    await clock.advance(20);
    await kept;
    assert.ok(madeAtOnce < starts.length, String(madeAtOnce));
    assert.equal(started.length, starts.length);
  });

  it('starts nothing more when the test stops', async () => {
    const { clock, stop, schedule, started, kept } = keep([0, 5], () => undefined);
    stop.abort();
    await kept;
    clock.jump(10);
    schedule.userFree();
    await clock.advance(10);
    assert.deepEqual(started, [[0, 0]]);
  });
});
