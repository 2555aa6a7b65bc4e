import assert from 'node:assert/strict';
import { interceptedPorts } from './testing/intercepted-ports.ts';
import { by, releaseScene, steer } from './testing/release-scene.ts';
import { checkout, quickPlan, settled } from './testing/small-world.ts';

describe('the reconciler before traffic', () => {
  const scene = releaseScene();
  afterEach(() => scene.close());

  describe('at a gate', () => {
    it('blocks on a fail, and no weight is ever set', async () => {
      await scene.open();
      scene.world.contracts.break('v2');
      await scene.request();
      await scene.until('blocked');
      assert.deepEqual(scene.percents(), []);
      assert.match((await scene.view()).headline, /^Blocked by the contract gate: checkout v2 breaks what web-shop expects/);
      assert.equal(scene.world.load.requests().length, 0);
    });

    it('blocks on a slow candidate', async () => {
      await scene.open();
      scene.world.load.setBehaviour('slow');
      await scene.request();
      await scene.until('blocked');
      assert.match((await scene.view()).headline, /http_req_duration p\(95\)<200 is crossed: 412 ms/);
    });

    it('holds on an error of the world, tries again with growing pauses, and goes on when it passes', async () => {
      await scene.open();
      scene.world.contracts.setCrashing(true);
      await scene.request();
      await scene.until('held');
      assert.equal((await scene.view()).headline, 'Held: The contract gate could not be run: The verifier crashed.');
      await scene.world.pass(100);
      const { attempt } = (await scene.view()).gates[1] ?? { attempt: 0 };
      // After 0, 10, 30 and 70 seconds.
      assert.equal(attempt, 4);
      assert.deepEqual((await scene.eventKinds()).filter((kind) => kind === 'ReleaseHeld').length, 1);
      scene.world.contracts.setCrashing(false);
      await scene.until('promoted');
    });

    it('holds on a run that measured nothing, and says so', async () => {
      await scene.open();
      scene.world.load.setBehaviour('idle');
      await scene.request();
      await scene.until('held');
      assert.match((await scene.view()).headline, /Not one request was sent: nothing was measured/);
      scene.world.load.setBehaviour('fast');
      await scene.until('promoted');
    });

    it('tells the new reason when a hold is about something else', async () => {
      await scene.open();
      scene.world.load.setBehaviour('idle');
      await scene.request();
      await scene.until('held');
      scene.world.load.setBehaviour('refuse');
      await scene.world.passUntil(async () => /unknown module k6\/x\/sql/.test((await scene.view()).headline), 120);
    });

    it('holds where a gate has nothing to run', async () => {
      await scene.open({ plan: { ...quickPlan, gates: ['contract'] } });
      const service = scene.world.services.get(checkout);
      assert.ok(service !== undefined);
      scene.world.services.set(checkout, { ...service, contract: undefined, load: undefined });
      await scene.request();
      await scene.until('held');
      assert.match((await scene.view()).headline, /No pact names checkout as its provider: nothing was verified/);
    });

    it('holds where the load gate has no script', async () => {
      await scene.open({ plan: { ...quickPlan, gates: ['load'] } });
      const service = scene.world.services.get(checkout);
      assert.ok(service !== undefined);
      scene.world.services.set(checkout, { ...service, load: undefined });
      await scene.request();
      await scene.until('held');
      assert.match((await scene.view()).headline, /checkout has no load script/);
    });

    it('reaches the candidate by the address that the router knows, and tells the script of it', async () => {
      await scene.open();
      await scene.request();
      await scene.until('promoted');
      const [contract] = scene.world.contracts.requests();
      assert.deepEqual(
        [contract?.baseUrl, contract?.providerStatesUrl, contract?.version],
        ['http://127.0.0.1:8002', 'http://127.0.0.1:8002/_states', 'v2'],
      );
      assert.deepEqual(scene.world.load.requests()[0]?.env, { BASE_URL: 'http://127.0.0.1:8002' });
    });

    it('records what a gate found without the credential in it', async () => {
      await scene.open();
      const { contracts } = scene.world;
      const verify = contracts.verify.bind(contracts);
      contracts.verify = async (request) =>
        (await verify(request)).map((pact) => ({ ...pact, interactions: [{ ...pact.interactions[0], cookie: 'c00kie' }] }) as never);
      await scene.request();
      await scene.until('promoted');
      assert.equal((await scene.view()).gates.find(({ gate }) => gate === 'contract')?.attempt, 1);
    });

    it('waits in a freeze and goes on when it is lifted', async () => {
      await scene.open();
      await scene.world.controlPlane.freeze({ service: checkout, actor: 'sre', reason: 'the fair' });
      await scene.request();
      await scene.until('held');
      assert.equal((await scene.view()).headline, 'Held: Frozen by sre: the fair.');
      await scene.world.pass(60);
      assert.deepEqual(scene.percents(), []);
      await scene.world.controlPlane.unfreeze({ service: checkout, ...by });
      await scene.until('promoted');
    });

    it('lets a fix pass a freeze, with its reason', async () => {
      await scene.open();
      await scene.world.controlPlane.freeze({ service: checkout, actor: 'sre', reason: 'the fair' });
      await scene.request({ fix: true });
      await scene.until('promoted');
      assert.match((await scene.view()).gates[0]?.reasons[0]?.sentence ?? '', /Passed as a fix by ci: a reason/);
    });

    it('asks the freeze and the budget again when they passed long before the first step', async () => {
      await scene.open({ plan: { ...quickPlan, gates: ['freeze', 'approval'] } });
      await scene.request();
      await scene.until('held');
      await scene.world.pass(60);
      await scene.world.controlPlane.freeze({ service: checkout, actor: 'sre', reason: 'the fair' });
      await scene.world.controlPlane.approve(steer);
      await scene.world.pass(5);
      assert.equal((await scene.view()).headline, 'Held: Frozen by sre: the fair.');
      assert.deepEqual(scene.percents(), []);
      await scene.world.controlPlane.unfreeze({ service: checkout, ...by });
      await scene.until('promoted');
    });

    it('passes the budget of a young service on what was measured', async () => {
      await scene.open({ plan: { ...quickPlan, gates: ['budget'] } });
      await scene.world.pass(300);
      await scene.request();
      await scene.until('promoted');
      assert.equal((await scene.view()).gates[0]?.reasons[0]?.rule, 'young-service');
    });

    it('goes on at once when a person approves', async () => {
      await scene.open({ plan: { ...quickPlan, gates: ['approval'] } });
      await scene.request();
      await scene.until('held');
      await scene.world.controlPlane.approve(steer);
      await settled();
      assert.equal(await scene.status(), 'rolling-out');
      await scene.until('promoted');
    });

    it('misses no approval that comes between a turn and its pause', async () => {
      await scene.open({ plan: { ...quickPlan, gates: ['approval'] } });
      await scene.stop();
      let waited = 0;
      const ports = interceptedPorts(scene.world.ports, async (call) => {
        if (call.name === 'leases.release' && (await scene.status()) === 'held') waited += 1;
        if (waited === 2) await scene.world.controlPlane.approve(steer);
        return call.perform();
      });
      await scene.restart(ports);
      await scene.request();
      await settled();
      assert.equal(await scene.status(), 'rolling-out');
    });

    it('is blocked at once when a person denies', async () => {
      await scene.open({ plan: { ...quickPlan, gates: ['approval'] } });
      await scene.request();
      await scene.until('held');
      await scene.world.controlPlane.deny(steer);
      assert.equal((await scene.view()).headline, 'Blocked by the approval gate: Denied by operator: says so');
      await scene.world.pass(30);
      assert.deepEqual(scene.percents(), []);
    });
  });

  describe('while a person ends it', () => {
    it('interrupts a long load run at once', async () => {
      await scene.open({ loadSeconds: 600 });
      await scene.request();
      await scene.untilLoadRuns();
      await scene.world.controlPlane.abort(steer);
      await settled();
      assert.equal(scene.world.load.requests()[0]?.signal.aborted, true);
      assert.equal(scene.world.load.running(), 0);
      assert.equal(await scene.status(), 'aborted');
      await scene.world.pass(30);
      assert.deepEqual(scene.percents(), []);
      assert.deepEqual(scene.world.logs, []);
    });

    it('drops what it decided before it heard of that', async () => {
      await scene.open();
      await scene.stop();
      const deaf = { ...scene.world.ports, ledger: { ...scene.world.ledger, follow: () => () => undefined } };
      const ports = interceptedPorts(deaf, async (call) => {
        const answer = await call.perform();
        if (call.name === 'contracts.verify') await scene.world.controlPlane.abort(steer);
        return answer;
      });
      await scene.request();
      await scene.restart(ports);
      await scene.world.pass(10);
      assert.deepEqual((await scene.eventKinds()).slice(-2), ['GateStarted', 'ReleaseEnded']);
    });

    it('gives traffic back at once', async () => {
      await scene.open();
      await scene.request();
      await scene.untilTraffic(10);
      await scene.world.controlPlane.abort(steer);
      await settled();
      assert.equal(await scene.status(), 'rolled-back');
      assert.deepEqual(scene.percents(), [10, 0]);
      assert.equal((await scene.view()).headline, 'Aborted by operator: says so');
    });
  });
});
