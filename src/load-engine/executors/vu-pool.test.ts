import assert from 'node:assert/strict';
import { inMemoryScript } from '../in-memory-script.ts';
import { manualClock } from '../manual-clock.ts';
import { MetricRegistry } from '../metrics/metric-registry.ts';
import type { TestFacts } from '../virtual-user.ts';
import { createVuPool } from './vu-pool.ts';

const FACTS: TestFacts = {
  startMs: 0,
  instance: () => ({ iterationsCompleted: 0, iterationsInterrupted: 0, vusActive: 0, vusInitialized: 0 }),
  options: {},
  globalTags: {},
};

const never = new AbortController().signal;

const make = (failing = 0) => {
  const clock = manualClock();
  const script = inMemoryScript({ clock, iterate: async () => ({ kind: 'completed' }), creationMs: 10 });
  const pool = createVuPool(clock, (id) =>
    id === failing ? Promise.reject(new Error(`no user ${id}`)) : script.createVirtualUser(id, FACTS, new MetricRegistry()),
  );
  return { clock, script, pool };
};

describe('createVuPool', () => {
  it('makes users eight at a time', async () => {
    const { clock, script, pool } = make();
    const prepared = pool.prepare(20, never);
    await clock.advance(10);
    assert.equal(script.created.length, 8);
    await clock.advance(20);
    await prepared;
    assert.deepEqual([script.created.length, pool.initialised()], [20, 20]);
  });

  it('makes no more when the test stops', async () => {
    const { clock, pool } = make();
    const stop = new AbortController();
    const prepared = pool.prepare(20, stop.signal);
    await clock.advance(5);
    stop.abort();
    await clock.advance(5);
    await prepared;
    assert.equal(pool.initialised(), 8);
  });

  it('tells why a user could not be made, and disposes of those that could', async () => {
    const { clock, script, pool } = make(3);
    const prepared = assert.rejects(pool.prepare(4, never), /no user 3/);
    await clock.advance(10);
    await prepared;
    await pool.dispose();
    assert.deepEqual([script.disposed, pool.initialised()], [[1, 2, 4], 0]);
  });
});
