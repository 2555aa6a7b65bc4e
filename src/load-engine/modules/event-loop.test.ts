import assert from 'node:assert/strict';
import { EventLoop, type ListenerEvent } from './event-loop.ts';

const event = (name: string, taken?: () => void): ListenerEvent => ({
  kind: 'event',
  id: 1,
  name,
  value: '',
  detail: 0,
  ...(taken === undefined ? {} : { taken }),
});

describe('the event loop of a virtual user', () => {
  it('is busy while a source is held, and until what it posted is taken', async () => {
    const loop = new EventLoop();
    const source = loop.hold();
    assert.equal(loop.idle, false);
    let taken = 0;
    source.post(event('open', () => (taken += 1)));
    source.release();
    source.release();
    assert.deepEqual([loop.idle, taken], [false, 0]);
    assert.equal(((await loop.next()) as ListenerEvent).name, 'open');
    assert.deepEqual([loop.idle, taken], [true, 1]);
  });

  it('wakes who waits when the last source is released', async () => {
    const loop = new EventLoop();
    const source = loop.hold();
    const waiting = loop.next();
    source.release();
    assert.equal(await waiting, undefined);
    assert.equal(loop.idle, true);
  });

  it('hears nothing of a source from before it was cleared', () => {
    const loop = new EventLoop();
    const source = loop.hold();
    loop.clear();
    const next = loop.hold();
    source.post(event('late'));
    source.release();
    assert.equal(loop.idle, false);
    next.release();
    assert.equal(loop.idle, true);
  });
});
