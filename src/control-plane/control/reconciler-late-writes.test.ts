import assert from 'node:assert/strict';
import type { TrafficRouter } from './ports/traffic-router.ts';
import { releaseScene, steer } from './testing/release-scene.ts';
import { checkout, quickPlan, viewOf } from './testing/small-world.ts';

/** A router whose first setting of weights is on its way until a test lets it arrive; its sender gives up waiting when told to. */
function slowRouter(router: TrafficRouter): { readonly router: TrafficRouter; isOnItsWay(): boolean; arrive(): Promise<void> } {
  let late: (() => Promise<void>) | undefined;
  const slow: TrafficRouter = {
    read: (service, signal) => router.read(service, signal),
    setWeights(service, weights, condition, signal) {
      if (late !== undefined) return router.setWeights(service, weights, condition, signal);
      late = () => router.setWeights(service, weights, condition);
      return new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => reject(new Error('gave up')), { once: true });
      });
    },
  };
  return {
    router: slow,
    isOnItsWay: () => late !== undefined,
    arrive: () => late?.() ?? assert.fail('no weights are on their way'),
  };
}

describe('the reconciler and weights that arrive late', () => {
  const scene = releaseScene();
  afterEach(() => scene.close());

  const weights = async (): Promise<unknown> => (await scene.world.router.read(checkout)).weights;

  it('loses no rollback to a weight that was still on its way when a person aborted', async () => {
    await scene.open();
    const slow = slowRouter(scene.world.router);
    await scene.restart({ ...scene.world.ports, router: slow.router });
    await scene.request();
    await scene.world.passUntil(() => slow.isOnItsWay(), 300);
    await scene.world.controlPlane.abort(steer);
    await scene.until('rolled-back', 30);
    await assert.rejects(slow.arrive(), { code: 'router-changed' });
    assert.deepEqual(await weights(), { v1: 100, v2: 0 });
  });

  it('loses no rollback of one replica to a weight that another one had sent before it went', async () => {
    await scene.open();
    const slow = slowRouter(scene.world.router);
    await scene.restart({ ...scene.world.ports, router: slow.router });
    await scene.request();
    await scene.world.passUntil(() => slow.isOnItsWay(), 300);
    await scene.stop();
    await scene.world.controlPlane.abort(steer);
    await scene.restart();
    await scene.until('rolled-back', 30);
    await assert.rejects(slow.arrive(), { code: 'router-changed' });
    assert.deepEqual(await weights(), { v1: 100, v2: 0 });
  });

  it('takes a repeated write for done that finds the first one applied', async () => {
    await scene.open();
    const { router, ports } = scene.world;
    const repeating: TrafficRouter = {
      read: (service) => router.read(service),
      async setWeights(...write) {
        await router.setWeights(...write);
        await router.setWeights(...write);
      },
    };
    await scene.restart({ ...ports, router: repeating });
    await scene.request();
    await scene.until('promoted');
    assert.deepEqual(scene.percents(), [10, 100]);
    assert.equal((await scene.eventKinds()).includes('ReleaseHeld'), false);
  });

  it('decides anew when the router changed between its look and its write', async () => {
    await scene.open();
    const { router, ports } = scene.world;
    let changed = false;
    const busy: TrafficRouter = {
      read: (service) => router.read(service),
      async setWeights(...write) {
        if (!changed) router.register(checkout, 'v3', 'http://127.0.0.1:8003');
        changed = true;
        await router.setWeights(...write);
      },
    };
    await scene.restart({ ...ports, router: busy });
    await scene.request();
    await scene.until('promoted');
    assert.deepEqual(scene.percents(), [10, 100]);
  });

  describe('after the end of a release', () => {
    it('takes the traffic back again that reached a candidate after its rollback, and says so', async () => {
      await scene.open();
      await scene.request();
      await scene.untilTraffic(10);
      await scene.world.controlPlane.abort(steer);
      await scene.until('rolled-back');
      await scene.world.router.setByHand(checkout, { v1: 90, v2: 10 });
      await scene.world.pass(6);
      assert.deepEqual(await weights(), { v1: 100, v2: 0 });
      assert.ok(scene.world.logs.some((line) => /^warn v2 of checkout has 10 % .* it is given 0 %/.test(line)));
    });

    it('gives a promoted version its traffic again when a step arrives late, but not when a person took all of it away', async () => {
      await scene.open();
      await scene.request();
      await scene.until('promoted');
      await scene.world.router.setByHand(checkout, { v1: 90, v2: 10 });
      await scene.world.pass(6);
      assert.deepEqual(await weights(), { v1: 0, v2: 100 });
      await scene.world.router.setByHand(checkout, { v1: 100 });
      await scene.world.pass(12);
      assert.deepEqual(await weights(), { v1: 100, v2: 0 });
    });

    it('leaves the traffic to people after ten minutes', async () => {
      await scene.open();
      await scene.request();
      await scene.untilTraffic(10);
      await scene.world.controlPlane.abort(steer);
      await scene.until('rolled-back');
      await scene.world.pass(601);
      await scene.world.router.setByHand(checkout, { v1: 50, v2: 50 });
      await scene.world.pass(12);
      assert.deepEqual(await weights(), { v1: 50, v2: 50 });
    });

    it('leaves the traffic to a newer release of the same version, which counts its own exposure only', async () => {
      await scene.open({ plan: { ...quickPlan, gates: [] } });
      await scene.request();
      await scene.untilTraffic(10);
      await scene.world.pass(10);
      await scene.world.controlPlane.abort(steer);
      await scene.until('rolled-back');
      const before = (await viewOf(scene.world)).exposedRequests;
      const counted = (await scene.world.router.read(checkout)).exposed['v2'] ?? 0;
      assert.ok(before > 0 && before === counted);
      await scene.world.controlPlane.requestRelease({ service: checkout, version: 'v2', actor: 'ci' });
      const second = () => viewOf(scene.world, 'test.checkout.2');
      await scene.world.passUntil(async () => (await second()).status === 'promoted', 300);
      const atMost = ((await scene.world.router.read(checkout)).exposed['v2'] ?? 0) - counted;
      const { exposedRequests } = await second();
      assert.ok(exposedRequests > 0 && exposedRequests <= atMost, `${exposedRequests} of at most ${atMost}`);
      assert.deepEqual(await weights(), { v1: 0, v2: 100 });
      assert.equal(
        scene.world.logs.some((line) => line.includes('it is given')),
        false,
      );
    });
  });
});
