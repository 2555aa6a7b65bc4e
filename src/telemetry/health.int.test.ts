import assert from 'node:assert/strict';
import express from 'express';
import { createHealth, type Health, type ReadinessCheck } from './health.ts';
import { type ListeningServer, listen } from './testing/listen.ts';

describe('health', () => {
  let served: ListeningServer;
  let health: Health;
  const start = async (checks?: readonly ReadinessCheck[]) => {
    health = createHealth(checks ? { checks } : {});
    served = await listen(express().use(health.router));
  };
  afterEach(() => served.close());
  const get = async (path: string) => {
    const response = await fetch(served.url + path, { signal: AbortSignal.timeout(10_000) });
    return [response.status, await response.json()];
  };

  it('is up and ready without checks', async () => {
    await start();
    assert.deepEqual(await get('/healthz'), [200, { status: 'up' }]);
    assert.deepEqual(await get('/readyz'), [200, { status: 'ready', checks: [] }]);
  });

  it('is not ready while a check fails, and names each check', async () => {
    await start([
      { name: 'database', deadlineMs: 1000, check: async () => 'fine' },
      { name: 'bus', deadlineMs: 1000, check: () => Promise.reject(new Error('no broker answers')) },
      // A library may reject with anything.
      // oxlint-disable-next-line prefer-promise-reject-errors
      { name: 'cache', deadlineMs: 1000, check: () => Promise.reject('down') },
    ]);
    const checks = [
      { name: 'database', ok: true },
      { name: 'bus', ok: false, problem: 'no broker answers' },
      { name: 'cache', ok: false, problem: 'down' },
    ];
    assert.deepEqual(await get('/readyz'), [503, { status: 'not-ready', checks }]);
    assert.equal((await get('/healthz'))[0], 200);
  });

  it('counts a check as failed at its deadline, also one that ignores its signal', async () => {
    let aborted = false;
    await start([
      {
        name: 'database',
        deadlineMs: 20,
        check: (signal) =>
          new Promise(() => {
            signal.addEventListener('abort', () => {
              aborted = true;
            });
          }),
      },
    ]);
    assert.deepEqual(await get('/readyz'), [
      503,
      { status: 'not-ready', checks: [{ name: 'database', ok: false, problem: 'no answer within 20 ms' }] },
    ]);
    assert.equal(aborted, true);
  });

  it('counts a check that throws at once as failed', async () => {
    await start([
      {
        name: 'database',
        deadlineMs: 1000,
        check: () => {
          throw new Error('not open');
        },
      },
    ]);
    assert.equal((await get('/readyz'))[0], 503);
  });

  it('is not ready while shutting down, and still up', async () => {
    await start([{ name: 'database', deadlineMs: 1000, check: async () => undefined }]);
    health.beginShutdown();
    assert.deepEqual(await get('/readyz'), [503, { status: 'shutting-down', checks: [] }]);
    assert.equal((await get('/healthz'))[0], 200);
  });
});
