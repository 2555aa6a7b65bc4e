import assert from 'node:assert/strict';
import { memoryRouter } from './memory-router.ts';
import { describeTrafficRouter } from './traffic-router-behaviour.ts';

describeTrafficRouter('in memory', async () => {
  const router = memoryRouter();
  return {
    router,
    service: 'workflow-service',
    register: async (version, url) => router.register('workflow-service', version, url),
    send: async (requests) => {
      for (let sent = 0; sent < requests; sent += 1) router.route('workflow-service');
    },
    close: async () => undefined,
  };
});

describe('memoryRouter', () => {
  it('is out of reach when told so, and back as it was', async () => {
    const router = memoryRouter();
    router.register('s', 'v1', 'http://127.0.0.1:1');
    router.setReachable(false);
    await assert.rejects(router.read('s'), { code: 'router-unreachable', retryable: true });
    await assert.rejects(router.setWeights('s', { v1: 100 }, { reason: 'r', expectedRevision: 1 }), { code: 'router-unreachable' });
    router.setReachable(true);
    assert.deepEqual((await router.read('s')).weights, { v1: 100 });
  });

  it('records each change with its reason, and a repetition not at all', async () => {
    const router = memoryRouter();
    router.register('s', 'v1', 'http://127.0.0.1:1');
    router.register('s', 'v2', 'http://127.0.0.1:2');
    await router.setWeights('s', { v1: 90, v2: 10 }, { reason: 'first', expectedRevision: 2 });
    await router.setWeights('s', { v1: 90, v2: 10 }, { reason: 'again', expectedRevision: 3 });
    assert.deepEqual(router.changes(), [{ service: 's', weights: { v1: 90, v2: 10 }, reason: 'first' }]);
  });

  it('routes no request of a service that it does not know', () => {
    assert.throws(() => memoryRouter().route('s'), /no version of s takes requests/);
  });
});
