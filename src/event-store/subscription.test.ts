import assert from 'node:assert/strict';
import type { Queryable } from './database.ts';
import { type DeliveryProblem, retryDelayMs, startSubscription } from './subscription.ts';
import { eventually } from './testing/eventually.ts';

const empty: Queryable = { query: async () => [] };
const abortable = (_ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));

describe('subscription', () => {
  it('waits twice as long after each failure in a row, from 50 ms to 30 s', () => {
    assert.deepEqual([1, 2, 3, 10, 11, 2000].map(retryDelayMs), [50, 100, 200, 25_600, 30_000, 30_000]);
  });

  it('tries again, later and later, while the database cannot be read, and recovers', async () => {
    const problems: DeliveryProblem[] = [];
    const waits: number[] = [];
    let reads = 0;
    const database: Queryable = {
      query: async (sql) => {
        if (sql.includes('checkpoints')) return [];
        reads += 1;
        if (reads <= 3) throw new Error('out of reach');
        return [];
      },
    };
    const subscription = await startSubscription({
      database,
      name: 'projection',
      handler: async () => undefined,
      pollMs: 500,
      wait: async (ms, signal) => {
        waits.push(ms);
        if (ms === 500) await abortable(ms, signal);
      },
      onDeliveryProblem: (problem) => problems.push(problem),
    });
    await eventually('it polls again', () => waits.includes(500));
    assert.deepEqual(waits, [50, 100, 200, 500]);
    assert.deepEqual(
      problems.map(({ event, failures, retryInMs }) => [event, failures, retryInMs]),
      [
        [undefined, 1, 50],
        [undefined, 2, 100],
        [undefined, 3, 200],
      ],
    );
    await subscription.stop();
  });

  it('does not start when its checkpoint cannot be read', async () => {
    const database: Queryable = { query: () => Promise.reject(new Error('out of reach')) };
    const options = {
      name: 'projection',
      handler: async () => undefined,
      pollMs: 500,
      wait: abortable,
      onDeliveryProblem: () => undefined,
    };
    await assert.rejects(startSubscription({ ...options, database }), /out of reach/);
  });

  it('stops at once while it waits', async () => {
    const options = {
      name: 'projection',
      handler: async () => undefined,
      pollMs: 500,
      wait: abortable,
      onDeliveryProblem: () => undefined,
    };
    const subscription = await startSubscription({ ...options, database: empty });
    await subscription.stop();
  });
});
