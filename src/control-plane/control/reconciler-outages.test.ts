import assert from 'node:assert/strict';
import { releaseScene, steer } from './testing/release-scene.ts';
import { checkout, quickPlan, viewOf } from './testing/small-world.ts';

const [firstStep, lastStep] = quickPlan.steps;
assert.ok(firstStep !== undefined && lastStep !== undefined);

describe('the reconciler in an unruly world', () => {
  const scene = releaseScene();
  afterEach(() => scene.close());

  describe('while the world fails', () => {
    it('is held while the metrics are out of reach for a minute, goes on, and is never rolled back', async () => {
      await scene.open({ plan: { ...quickPlan, steps: [{ ...firstStep, minimumSeconds: 60 }, lastStep] } });
      await scene.request();
      await scene.untilTraffic(10);
      scene.world.metrics.setReachable(false);
      await scene.until('held', 20);
      assert.match((await scene.view()).headline, /^Held: The metrics did not answer http_requests_total.*connection refused/);
      await scene.world.pass(60);
      assert.equal(await scene.status(), 'held');
      scene.world.metrics.setReachable(true);
      await scene.until('promoted');
      assert.equal((await scene.eventKinds()).includes('RollbackStarted'), false);
      assert.deepEqual(scene.percents(), [10, 100]);
    });

    it('is held when the candidate is not scraped any more, and never promoted for it', async () => {
      await scene.open();
      await scene.request();
      await scene.untilTraffic(10);
      scene.world.metrics.setUp('checkout-v2', false);
      await scene.world.pass(90);
      assert.equal(await scene.status(), 'held');
      assert.match((await scene.view()).headline, /no sample of the candidate|newest sample is/);
      assert.deepEqual(scene.percents(), [10]);
      scene.world.metrics.setUp('checkout-v2', true);
      await scene.until('promoted');
    });

    it('is not taken for down when the baseline is the first to be scraped after an outage of the collector', async () => {
      await scene.open({ plan: { ...quickPlan, steps: [{ ...firstStep, minimumSeconds: 60 }, lastStep] } });
      await scene.request();
      await scene.untilTraffic(10);
      await scene.world.pass(10);
      scene.world.metrics.setUp('checkout-v2', false);
      await scene.world.pass(5);
      scene.world.metrics.setUp('checkout-v1', false);
      await scene.world.pass(60);
      scene.world.metrics.setUp('checkout-v1', true);
      await scene.world.pass(6);
      assert.equal(await scene.status(), 'held');
      scene.world.metrics.setUp('checkout-v2', true);
      await scene.until('promoted');
      assert.deepEqual(scene.percents(), [10, 100]);
    });

    it('is rolled back when the candidate is down while the baseline answers', async () => {
      await scene.open({ plan: { ...quickPlan, steps: [{ ...firstStep, minimumSeconds: 60 }, lastStep] } });
      await scene.request();
      await scene.untilTraffic(10);
      await scene.world.pass(10);
      scene.world.metrics.setUp('checkout-v2', false);
      await scene.world.pass(30);
      assert.deepEqual(scene.percents(), [10]);
      await scene.until('rolled-back', 30);
      assert.match((await scene.view()).headline, /candidate is down while the baseline answers/);
    });

    it('sets the weight when the router is back', async () => {
      await scene.open();
      await scene.request();
      await scene.untilLoadRuns();
      scene.world.router.setReachable(false);
      await scene.world.pass(60);
      assert.equal((await scene.view()).headline, 'Held: The router does not answer.');
      scene.world.router.setReachable(true);
      await scene.until('promoted');
    });

    it('goes on giving traffic back until the router takes it, and says why it has not', async () => {
      await scene.open();
      await scene.request();
      await scene.untilTraffic(10);
      scene.world.router.setReachable(false);
      await scene.world.controlPlane.abort(steer);
      await scene.world.pass(60);
      assert.equal((await scene.view()).status, 'rolling-back');
      assert.equal((await scene.view()).headline, 'Aborted by operator: says so. Not undone yet: The router does not answer.');
      scene.world.router.setReachable(true);
      await scene.until('rolled-back', 20);
      assert.deepEqual(scene.percents(), [10, 0]);
    });

    it('ends and lets the next release begin although nobody can be told, and tells them later', async () => {
      await scene.open();
      scene.world.notifier.setReachable(false);
      scene.world.setFailing('v2', 0.3);
      await scene.request();
      await scene.world.passUntil(() => scene.percents().includes(0), 300);
      await scene.world.pass(30);
      const { status, timeline } = await scene.view();
      assert.equal(status, 'rolled-back');
      assert.equal(timeline.at(-1)?.kind, 'NoticeFailed');
      assert.equal((await scene.world.controlPlane.requestRelease({ service: 'checkout', version: 'v2', actor: 'ci' })).ok, true);
      scene.world.notifier.setReachable(true);
      await scene.world.passUntil(() => scene.world.notifier.told().length > 0, 600);
      assert.match(scene.world.notifier.told()[0]?.title ?? '', /was rolled back/);
    });

    it('believes what the router shows, not what it answered', async () => {
      await scene.open();
      await scene.stop();
      const { router } = scene.world;
      const deaf = { read: router.read.bind(router), setWeights: () => Promise.resolve() };
      await scene.restart({ ...scene.world.ports, router: deaf });
      await scene.request();
      await scene.until('held');
      assert.match((await scene.view()).headline, /The router of checkout does not show 10 % for v2 and the rest for v1 after it was set/);
      await scene.restart();
      await scene.until('promoted');
    });

    it('holds when an objective that the canary is watched on was taken away', async () => {
      await scene.open({ plan: { ...quickPlan, steps: [{ ...firstStep, minimumSeconds: 60 }, lastStep] } });
      await scene.request();
      await scene.untilTraffic(10);
      const service = scene.world.services.get(checkout);
      assert.ok(service !== undefined);
      scene.world.services.set(checkout, { ...service, objectives: [] });
      await scene.until('held');
      assert.match((await scene.view()).headline, /The objective checkout-errors is no longer defined/);
      scene.world.services.set(checkout, service);
      await scene.until('promoted');
    });

    it('moves a weight back that somebody moved', async () => {
      await scene.open({ plan: { ...quickPlan, steps: [{ ...firstStep, minimumSeconds: 60 }, lastStep] } });
      await scene.request();
      await scene.untilTraffic(10);
      await scene.world.router.setByHand(checkout, { v1: 30, v2: 70 });
      await scene.world.pass(6);
      assert.deepEqual((await scene.world.router.read(checkout)).weights, { v1: 90, v2: 10 });
      await scene.until('promoted');
    });

    it('moves traffic back to the baseline that somebody gave to a third version', async () => {
      await scene.open({ plan: { ...quickPlan, steps: [{ ...firstStep, minimumSeconds: 60 }, lastStep] } });
      scene.world.router.register(checkout, 'v3', 'http://127.0.0.1:8003');
      await scene.request();
      await scene.untilTraffic(10);
      await scene.world.router.setByHand(checkout, { v1: 40, v2: 10, v3: 50 });
      await scene.world.pass(6);
      assert.deepEqual((await scene.world.router.read(checkout)).weights, { v1: 90, v2: 10, v3: 0 });
    });
  });

  describe('before it knows its ground', () => {
    it('holds while traffic is split, and while the router does not know the candidate', async () => {
      await scene.open();
      await scene.world.router.setByHand(checkout, { v1: 50, v2: 50 });
      await scene.request();
      await scene.until('held');
      assert.match((await scene.view()).headline, /Traffic of checkout is split \(v1 50 %, v2 50 %\)/);
      await scene.world.router.setByHand(checkout, { v1: 100 });
      await scene.until('promoted');
    });

    it('holds when the candidate has all the traffic already, or is not registered', async () => {
      await scene.open();
      await scene.world.router.setByHand(checkout, { v2: 100 });
      await scene.request();
      await scene.until('held');
      assert.match((await scene.view()).headline, /v2 has all traffic of checkout already/);
      await scene.world.controlPlane.abort(steer);
      await scene.world.controlPlane.requestRelease({ service: checkout, version: 'v9', actor: 'ci' });
      await scene.world.pass(5);
      assert.match((await viewOf(scene.world, 'test.checkout.2')).headline, /The router knows no v9 of checkout/);
    });

    it('holds when the baseline lost its traffic during the gates', async () => {
      await scene.open();
      scene.world.router.register(checkout, 'v3', 'http://127.0.0.1:8003');
      await scene.request();
      await scene.untilLoadRuns();
      await scene.world.router.setByHand(checkout, { v3: 100 });
      await scene.until('held');
      assert.match(
        (await scene.view()).headline,
        /v1 of checkout was the baseline, and has lost traffic since \(v1 0 %, v2 0 %, v3 100 %\)/,
      );
      assert.deepEqual((await scene.world.router.read(checkout)).weights, { v1: 0, v2: 0, v3: 100 });
      await scene.world.router.setByHand(checkout, { v1: 100 });
      await scene.until('promoted');
    });

    it('holds, and moves no traffic, when there is nothing to judge the candidate by', async () => {
      await scene.open({ objectives: [] });
      await scene.request();
      await scene.until('held');
      assert.match((await scene.view()).headline, /The canary cannot be judged: a canary needs at least one objective/);
      const before = (await scene.eventKinds()).length;
      await scene.world.pass(120);
      assert.equal((await scene.eventKinds()).length, before, 'a hold grows the ledger');
      assert.deepEqual(scene.percents(), []);
    });

    it('holds when the service was taken out of the configuration, also after a restart', async () => {
      await scene.open({ loadSeconds: 30 });
      await scene.request();
      const definition = scene.world.services.get(checkout);
      assert.ok(definition !== undefined);
      await scene.untilLoadRuns();
      await scene.stop();
      scene.world.services.delete(checkout);
      scene.world.services.set('other', { ...definition, name: 'other' });
      await scene.restart();
      await scene.until('held', 60);
      assert.match((await scene.view()).headline, /checkout is no longer configured: put it back into sluice.yaml, or abort the release/);
      scene.world.services.set(checkout, definition);
      await scene.until('promoted');
    });
  });
});
