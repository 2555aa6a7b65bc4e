import assert from 'node:assert/strict';
import { type Bell, createBell } from './bell.ts';
import { type ManualClock, manualClock } from './testing/manual-clock.ts';
import { settled } from './testing/small-world.ts';

describe('a bell', () => {
  let clock: ManualClock;
  let bell: Bell;
  let woken: boolean;
  const leave = new AbortController();
  const wait = (knownVersion: number, ms = 1000, signal = leave.signal): void => {
    void bell.heard({ clock, knownVersion, ms }, signal).then(() => {
      woken = true;
    });
  };

  beforeEach(() => {
    [clock, bell, woken] = [manualClock(), createBell(), false];
  });

  it('wakes who waits when it is rung', async () => {
    wait(3);
    await settled();
    assert.equal(woken, false);
    bell.ring(4);
    await settled();
    assert.equal(woken, true);
    assert.equal(clock.sleepers(), 0);
  });

  it('wakes at once who does not know what was rung before', async () => {
    bell.ring(4);
    wait(3);
    await settled();
    assert.equal(woken, true);
  });

  it('lets sleep who knows what was rung before', async () => {
    bell.ring(4);
    wait(4);
    await settled();
    assert.equal(woken, false);
    clock.advance(1000);
    await settled();
    assert.equal(woken, true);
  });

  it('wakes who must leave', async () => {
    const gone = new AbortController();
    wait(3, 1000, gone.signal);
    gone.abort();
    await settled();
    assert.equal(woken, true);
  });

  it('calls listeners until they stop', () => {
    let heard = 0;
    const stop = bell.onRing(() => {
      heard += 1;
    });
    bell.ring(1);
    stop();
    bell.ring(2);
    assert.equal(heard, 1);
  });
});
