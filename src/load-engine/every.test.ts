import assert from 'node:assert/strict';
import { every } from './every.ts';
import { manualClock } from './manual-clock.ts';

describe('every', () => {
  it('calls back at each multiple until it is cancelled', async () => {
    const clock = manualClock();
    const times: number[] = [];
    const cancel = every(clock, 500, () => times.push(clock.now()));
    await clock.advance(1600);
    cancel();
    await clock.advance(5000);
    assert.deepEqual(times, [500, 1000, 1500]);
  });

  it('does not make up for moments that passed while the process stood still', async () => {
    const clock = manualClock();
    const times: number[] = [];
    const cancel = every(clock, 500, () => times.push(clock.now()));
    clock.jump(1700);
    await clock.advance(800);
    cancel();
    assert.deepEqual(times, [1700, 2000, 2500]);
  });

  it('does not call back twice when a timer wakes a hair early', async () => {
    const clock = manualClock();
    const hasty = { ...clock, after: (ms: number, wake: () => void) => clock.after(ms - 0.7, wake) };
    let calls = 0;
    const cancel = every(hasty, 500, () => {
      calls += 1;
    });
    await clock.advance(1000);
    cancel();
    assert.equal(calls, 2);
  });
});
