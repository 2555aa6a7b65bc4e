import assert from 'node:assert/strict';
import { abortAt } from './abort-at.ts';
import type { Clock } from './ports/clock.ts';
import { manualClock } from './testing/manual-clock.ts';
import { settled } from './testing/small-world.ts';

describe('abortAt', () => {
  it('aborts at the time and not before', async () => {
    const clock = manualClock();
    const { signal } = abortAt(clock, clock.now() + 1000);
    clock.advance(999);
    await settled();
    assert.equal(signal.aborted, false);
    clock.advance(1);
    await settled();
    assert.equal(signal.aborted, true);
  });

  it('aborts at once when the time has passed', () => {
    const clock = manualClock();
    assert.equal(abortAt(clock, clock.now()).signal.aborted, true);
  });

  it('can be called off, and leaves no timer then', async () => {
    const clock = manualClock();
    const alarm = abortAt(clock, clock.now() + 1000);
    alarm.stop();
    await settled();
    assert.equal(clock.sleepers(), 0);
    clock.advance(2000);
    await settled();
    assert.equal(alarm.signal.aborted, false);
  });

  it('reaches a time that is further away than timers go', async () => {
    const clock = manualClock();
    const asked: number[] = [];
    const short: Clock = {
      now: () => clock.now(),
      sleep(ms, signal) {
        asked.push(ms);
        return clock.sleep(ms, signal);
      },
    };
    const { signal } = abortAt(short, short.now() + 2 ** 31 + 500);
    clock.advance(2 ** 31 - 1);
    await settled();
    assert.deepEqual([asked, signal.aborted], [[2 ** 31 - 1, 501], false]);
    clock.advance(501);
    await settled();
    assert.equal(signal.aborted, true);
  });
});
