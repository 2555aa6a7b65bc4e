import assert from 'node:assert/strict';
import { LONGEST_TIMER_MS, systemClock } from './clock.ts';

describe('systemClock', () => {
  it('does not wake at once from a wait that is longer than a timer of Node takes', async () => {
    let woken = false;
    const cancel = systemClock.after(LONGEST_TIMER_MS + 1, () => {
      woken = true;
    });
    // Node would make it 1 ms, and timers that are due earlier come first.
    await new Promise<void>((resolve) => systemClock.after(5, resolve));
    cancel();
    assert.equal(woken, false);
  });
});
