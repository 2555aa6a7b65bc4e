import assert from 'node:assert/strict';
import { manualClock } from '../manual-clock.ts';
import { oneAtATime } from './one-at-a-time.ts';

const making = (takesMs: number, failing?: number) => {
  const clock = manualClock();
  const begun: number[] = [];
  const make = oneAtATime(clock, async () => {
    begun.push(clock.now());
    if (begun.length === failing) throw new Error('not this one');
    await new Promise<void>((resolve) => clock.after(takesMs, resolve));
    return begun.length;
  });
  return { clock, begun, make };
};

describe('oneAtATime', () => {
  it('makes one after the other, and rests as long as the last one took', async () => {
    const { clock, begun, make } = making(5);
    const made = Promise.all([make(), make(), make()]);
    await clock.advance(100);
    assert.deepEqual(
      [await made, begun],
      [
        [1, 2, 3],
        [0, 10, 20],
      ],
    );
  });

  it('rests for 20 ms at most, and not at all before the first', async () => {
    const { clock, begun, make } = making(300);
    void make();
    void make();
    await clock.advance(1000);
    assert.deepEqual(begun, [0, 320]);
  });

  it('tells a failure to who asked, and goes on for the others', async () => {
    const { clock, make } = making(5, 1);
    const [first, second] = [assert.rejects(make(), /not this one/), make()];
    await clock.advance(100);
    await first;
    assert.equal(await second, 2);
  });
});
