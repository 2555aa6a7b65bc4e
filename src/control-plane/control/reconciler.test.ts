import assert from 'node:assert/strict';
import { incidentStream } from './ledger-streams.ts';
import { createReconciler, type Reconciler } from './reconciler.ts';
import { interceptedPorts } from './testing/intercepted-ports.ts';
import { checkout, firstRelease, quickPlan, type SmallWorld, settled, smallWorld, viewOf } from './testing/small-world.ts';

const [firstStep, lastStep] = quickPlan.steps;
assert.ok(firstStep !== undefined && lastStep !== undefined);
const by = { actor: 'operator', reason: 'says so' };

/** What the router was told, oldest first: the candidate's percent. */
function percents(world: SmallWorld): readonly number[] {
  return world.router.changes().map((change) => change.weights.v2 ?? 0);
}

async function eventKinds(world: SmallWorld): Promise<readonly string[]> {
  const records = await world.ledger.read(`release/${firstRelease}`);
  return records.map((record) => (record.event as { readonly kind: string }).kind);
}

describe('the reconciler', () => {
  let world: SmallWorld;
  let reconciler: Reconciler;

  const open = async (options: Parameters<typeof smallWorld>[0] = {}): Promise<void> => {
    world = await smallWorld(options);
    reconciler = createReconciler(world.ports, 'replica-1');
    await reconciler.start();
  };
  const request = async (fix = false): Promise<void> => {
    const answer = await world.controlPlane.requestRelease({ service: checkout, version: 'v2', actor: 'ci', reason: 'a reason', fix });
    assert.ok(answer.ok, answer.ok ? '' : answer.refusal.sentence);
  };
  const view = () => viewOf(world);
  const status = async (): Promise<string> => (await view()).status;
  const until = (wanted: string, seconds = 300): Promise<void> => world.passUntil(async () => (await status()) === wanted, seconds);
  const untilTraffic = (percent: number): Promise<void> => world.passUntil(() => percents(world).includes(percent), 300);

  afterEach(async () => {
    const stopped = reconciler.stop();
    await settled();
    await stopped;
    assert.equal(world.clock.sleepers(), 0, 'a stopped reconciler left a timer');
  });

  describe('with a healthy candidate', () => {
    it('brings it through the gates and steps to all the traffic', async () => {
      await open();
      await request();
      await until('promoted');
      assert.deepEqual(percents(world), [10, 100]);
      const { headline, verdict, gates, steps, endedAtMs } = await view();
      assert.match(headline, /^Promoted: v2 has all traffic after \d+ requests\.$/);
      assert.equal(verdict, 'pass');
      assert.deepEqual(
        gates.map(({ gate, state, attempt }) => [gate, state, attempt]),
        [
          ['freeze', 'pass', 1],
          ['contract', 'pass', 1],
          ['load', 'pass', 1],
          ['canary', 'pass', 1],
        ],
      );
      assert.deepEqual(
        steps.map(({ state }) => state),
        ['passed', 'passed'],
      );
      assert.notEqual(endedAtMs, undefined);
    });

    it('records the step before its weight is set', async () => {
      await open();
      const told: string[] = [];
      world.ledger.follow(({ event }) => told.push(`${(event as { readonly kind: string }).kind}: ${percents(world).at(-1) ?? 0} %`));
      await request();
      await until('promoted');
      assert.deepEqual(
        told.filter((line) => /StepStarted|WeightConfirmed/.test(line)),
        ['StepStarted: 0 %', 'WeightConfirmed: 10 %', 'StepStarted: 10 %', 'WeightConfirmed: 100 %'],
      );
    });

    it('takes up a release that was requested while no reconciler ran', async () => {
      await open();
      await reconciler.stop();
      await request();
      reconciler = createReconciler(world.ports, 'replica-1');
      await reconciler.start();
      await until('promoted');
    });

    it('is not promoted before each step had its requests and its time', async () => {
      await open({
        plan: {
          ...quickPlan,
          steps: [
            { ...firstStep, minimumSeconds: 60 },
            { ...lastStep, minimumRequests: 4000 },
          ],
        },
      });
      await request();
      await untilTraffic(10);
      const startedMs = world.clock.now();
      await untilTraffic(100);
      assert.ok(world.clock.now() - startedMs >= 60_000);
      await until('promoted');
      assert.ok((await view()).exposedRequests >= 4000);
    });
  });

  describe('with a candidate that fails', () => {
    it('gives all traffic back, opens one incident with the evidence, and tells people once', async () => {
      await open();
      world.setFailing('v2', 0.3);
      await request();
      await until('rolled-back');
      assert.deepEqual(percents(world), [10, 0]);
      assert.deepEqual((await world.router.read(checkout)).weights, { v1: 100, v2: 0 });
      const incident = await world.ledger.read(incidentStream(firstRelease));
      assert.equal(incident.length, 1);
      assert.match(JSON.stringify(incident[0]?.event), /"kind":"IncidentOpened".*"gate":"canary".*candidate error rate/);
      assert.equal(world.notifier.told().length, 1);
      assert.match(world.notifier.told()[0]?.text ?? '', /^Blocked by the canary gate: candidate error rate/);
    });

    it('counts the users that it reached until the traffic was back', async () => {
      await open();
      world.setFailing('v2', 0.3);
      await request();
      await until('rolled-back');
      assert.equal((await view()).exposedRequests, (await world.router.read(checkout)).exposed.v2);
    });

    it('undoes it also when it turns bad at 100 %, with no baseline beside it', async () => {
      const steps = [firstStep, { ...lastStep, minimumSeconds: 600 }];
      await open({ plan: { ...quickPlan, steps } });
      await request();
      await untilTraffic(100);
      await world.pass(90);
      world.setFailing('v2', 0.3);
      await until('rolled-back');
      assert.deepEqual(percents(world), [10, 100, 0]);
    });

    it('does not blame the candidate for what both versions suffer', async () => {
      await open({ plan: { ...quickPlan, steps: [{ ...firstStep, minimumSeconds: 60 }, lastStep] } });
      world.setFailing('v1', 0.3);
      world.setFailing('v2', 0.3);
      await request();
      await untilTraffic(10);
      await world.pass(120);
      assert.deepEqual(percents(world), [10]);
      assert.equal(await status(), 'held');
      assert.match((await view()).headline, /the baseline itself breaks/);
    });
  });

  describe('at a gate', () => {
    it('blocks on a fail, and no weight is ever set', async () => {
      await open();
      world.contracts.break('v2');
      await request();
      await until('blocked');
      assert.deepEqual(percents(world), []);
      assert.match((await view()).headline, /^Blocked by the contract gate: checkout v2 breaks what web-shop expects/);
      assert.equal(world.load.requests().length, 0);
    });

    it('blocks on a slow candidate', async () => {
      await open();
      world.load.setBehaviour('slow');
      await request();
      await until('blocked');
      assert.match((await view()).headline, /http_req_duration p\(95\)<200 is crossed: 412 ms/);
    });

    it('holds on an error of the world, tries again with growing pauses, and goes on when it passes', async () => {
      await open();
      world.contracts.setCrashing(true);
      await request();
      await until('held');
      assert.equal((await view()).headline, 'Held: The contract gate could not be run: The verifier crashed.');
      await world.pass(100);
      const { attempt } = (await view()).gates[1] ?? { attempt: 0 };
      // After 0, 10, 30 and 70 seconds.
      assert.equal(attempt, 4);
      assert.deepEqual((await eventKinds(world)).filter((kind) => kind === 'ReleaseHeld').length, 1);
      world.contracts.setCrashing(false);
      await until('promoted');
    });

    it('holds on a run that measured nothing, and says so', async () => {
      await open();
      world.load.setBehaviour('idle');
      await request();
      await until('held');
      assert.match((await view()).headline, /Not one request was sent: nothing was measured/);
      world.load.setBehaviour('fast');
      await until('promoted');
    });

    it('tells the new reason when a hold is about something else', async () => {
      await open();
      world.load.setBehaviour('idle');
      await request();
      await until('held');
      world.load.setBehaviour('refuse');
      await world.passUntil(async () => /unknown module k6\/x\/sql/.test((await view()).headline), 120);
    });

    it('waits in a freeze and goes on when it is lifted', async () => {
      await open();
      await world.controlPlane.freeze({ service: checkout, actor: 'sre', reason: 'the fair' });
      await request();
      await until('held');
      assert.equal((await view()).headline, 'Held: Frozen by sre: the fair.');
      await world.pass(60);
      assert.deepEqual(percents(world), []);
      await world.controlPlane.unfreeze({ service: checkout, ...by });
      await until('promoted');
    });

    it('lets a fix pass a freeze, with its reason', async () => {
      await open();
      await world.controlPlane.freeze({ service: checkout, actor: 'sre', reason: 'the fair' });
      await request(true);
      await until('promoted');
      assert.match((await view()).gates[0]?.reasons[0]?.sentence ?? '', /Passed as a fix by ci: a reason/);
    });

    it('asks the freeze and the budget again when they passed long before the first step', async () => {
      await open({ plan: { ...quickPlan, gates: ['freeze', 'approval'] } });
      await request();
      await until('held');
      await world.pass(60);
      await world.controlPlane.freeze({ service: checkout, actor: 'sre', reason: 'the fair' });
      await world.controlPlane.approve({ releaseId: firstRelease, ...by });
      await world.pass(5);
      assert.equal((await view()).headline, 'Held: Frozen by sre: the fair.');
      assert.deepEqual(percents(world), []);
      await world.controlPlane.unfreeze({ service: checkout, ...by });
      await until('promoted');
    });

    it('passes the budget of a young service on what was measured', async () => {
      await open({ plan: { ...quickPlan, gates: ['budget'] } });
      await world.pass(300);
      await request();
      await until('promoted');
      assert.equal((await view()).gates[0]?.reasons[0]?.rule, 'young-service');
    });

    it('goes on at once when a person approves', async () => {
      await open({ plan: { ...quickPlan, gates: ['approval'] } });
      await request();
      await until('held');
      await world.controlPlane.approve({ releaseId: firstRelease, ...by });
      await settled();
      assert.equal(await status(), 'rolling-out');
      await until('promoted');
    });

    it('misses no approval that comes between a turn and its pause', async () => {
      await open({ plan: { ...quickPlan, gates: ['approval'] } });
      await reconciler.stop();
      let waited = 0;
      const ports = interceptedPorts(world.ports, async (call) => {
        if (call.name === 'leases.release' && (await status()) === 'held') waited += 1;
        if (waited === 2) await world.controlPlane.approve({ releaseId: firstRelease, ...by });
        return call.perform();
      });
      reconciler = createReconciler(ports, 'replica-1');
      await reconciler.start();
      await request();
      await settled();
      assert.equal(await status(), 'rolling-out');
    });

    it('is blocked at once when a person denies', async () => {
      await open({ plan: { ...quickPlan, gates: ['approval'] } });
      await request();
      await until('held');
      await world.controlPlane.deny({ releaseId: firstRelease, ...by });
      assert.equal((await view()).headline, 'Blocked by the approval gate: Denied by operator: says so');
      await world.pass(30);
      assert.deepEqual(percents(world), []);
    });
  });

  describe('while a person ends it', () => {
    it('interrupts a long load run at once', async () => {
      await open({ loadSeconds: 600 });
      await request();
      await world.passUntil(() => world.load.running() === 1, 60);
      await world.controlPlane.abort({ releaseId: firstRelease, ...by });
      await settled();
      assert.equal(world.load.requests()[0]?.signal.aborted, true);
      assert.equal(world.load.running(), 0);
      assert.equal(await status(), 'aborted');
      await world.pass(30);
      assert.deepEqual(percents(world), []);
      assert.deepEqual(world.logs, []);
    });

    it('drops what it decided before it heard of that', async () => {
      await open();
      await reconciler.stop();
      const deaf = { ...world.ports, ledger: { ...world.ledger, follow: () => () => undefined } };
      const ports = interceptedPorts(deaf, async (call) => {
        const answer = await call.perform();
        if (call.name === 'contracts.verify') await world.controlPlane.abort({ releaseId: firstRelease, ...by });
        return answer;
      });
      await request();
      reconciler = createReconciler(ports, 'replica-1');
      await reconciler.start();
      await world.pass(10);
      assert.deepEqual((await eventKinds(world)).slice(-2), ['GateStarted', 'ReleaseEnded']);
    });

    it('gives traffic back at once', async () => {
      await open();
      await request();
      await untilTraffic(10);
      await world.controlPlane.abort({ releaseId: firstRelease, ...by });
      await settled();
      assert.equal(await status(), 'rolled-back');
      assert.deepEqual(percents(world), [10, 0]);
      assert.equal((await view()).headline, 'Aborted by operator: says so');
    });
  });

  describe('while the world fails', () => {
    it('is held while the metrics are out of reach for a minute, goes on, and is never rolled back', async () => {
      await open({ plan: { ...quickPlan, steps: [{ ...firstStep, minimumSeconds: 60 }, lastStep] } });
      await request();
      await untilTraffic(10);
      world.metrics.setReachable(false);
      await until('held', 20);
      assert.match((await view()).headline, /^Held: The metrics did not answer http_requests_total.*connection refused/);
      await world.pass(60);
      assert.equal(await status(), 'held');
      world.metrics.setReachable(true);
      await until('promoted');
      assert.equal((await eventKinds(world)).includes('RollbackStarted'), false);
      assert.deepEqual(percents(world), [10, 100]);
    });

    it('is held when the candidate is not scraped any more, and never promoted for it', async () => {
      await open();
      await request();
      await untilTraffic(10);
      world.metrics.setUp('checkout-v2', false);
      await world.pass(90);
      assert.equal(await status(), 'held');
      assert.match((await view()).headline, /no sample of the candidate|newest sample is/);
      assert.deepEqual(percents(world), [10]);
      world.metrics.setUp('checkout-v2', true);
      await until('promoted');
    });

    it('sets the weight when the router is back', async () => {
      await open();
      await request();
      await world.passUntil(() => world.load.running() === 1, 60);
      world.router.setReachable(false);
      await world.pass(60);
      assert.equal((await view()).headline, 'Held: The router does not answer.');
      world.router.setReachable(true);
      await until('promoted');
    });

    it('goes on giving traffic back until the router takes it, and says why it has not', async () => {
      await open();
      await request();
      await untilTraffic(10);
      world.router.setReachable(false);
      await world.controlPlane.abort({ releaseId: firstRelease, ...by });
      await world.pass(60);
      assert.equal((await view()).status, 'rolling-back');
      assert.equal((await view()).headline, 'Aborted by operator: says so Not undone yet: The router does not answer.');
      world.router.setReachable(true);
      await until('rolled-back', 20);
      assert.deepEqual(percents(world), [10, 0]);
    });

    it('has given the traffic back although nobody can be told', async () => {
      await open();
      world.notifier.setReachable(false);
      world.setFailing('v2', 0.3);
      await request();
      await world.passUntil(() => percents(world).includes(0), 300);
      await world.pass(30);
      assert.equal((await view()).status, 'rolling-back');
      world.notifier.setReachable(true);
      await until('rolled-back', 20);
      assert.equal(world.notifier.told().length, 1);
    });

    it('moves a weight back that somebody moved', async () => {
      await open({ plan: { ...quickPlan, steps: [{ ...firstStep, minimumSeconds: 60 }, lastStep] } });
      await request();
      await untilTraffic(10);
      await world.router.setWeights(checkout, { v1: 30, v2: 70 }, 'a hand');
      await world.pass(6);
      assert.deepEqual((await world.router.read(checkout)).weights, { v1: 90, v2: 10 });
      await until('promoted');
    });

    it('moves traffic back to the baseline that somebody gave to a third version', async () => {
      await open({ plan: { ...quickPlan, steps: [{ ...firstStep, minimumSeconds: 60 }, lastStep] } });
      world.router.register(checkout, 'v3', 'http://127.0.0.1:8003');
      await request();
      await untilTraffic(10);
      await world.router.setWeights(checkout, { v1: 40, v2: 10, v3: 50 }, 'a hand');
      await world.pass(6);
      assert.deepEqual((await world.router.read(checkout)).weights, { v1: 90, v2: 10, v3: 0 });
    });
  });

  describe('before it knows its ground', () => {
    it('holds while traffic is split, and while the router does not know the candidate', async () => {
      await open();
      await world.router.setWeights(checkout, { v1: 50, v2: 50 }, 'a hand');
      await request();
      await until('held');
      assert.match((await view()).headline, /Traffic of checkout is split \(v1 50 %, v2 50 %\)/);
      await world.router.setWeights(checkout, { v1: 100 }, 'a hand');
      await until('promoted');
    });

    it('holds when the candidate has all the traffic already, or is not registered', async () => {
      await open();
      await world.router.setWeights(checkout, { v2: 100 }, 'a hand');
      await request();
      await until('held');
      assert.match((await view()).headline, /v2 has all traffic of checkout already/);
      await world.controlPlane.abort({ releaseId: firstRelease, ...by });
      await world.controlPlane.requestRelease({ service: checkout, version: 'v9', actor: 'ci' });
      await world.pass(5);
      assert.match((await viewOf(world, 'test.checkout.2')).headline, /The router knows no v9 of checkout/);
    });

    it('holds when the baseline lost its traffic during the gates', async () => {
      await open();
      world.router.register(checkout, 'v3', 'http://127.0.0.1:8003');
      await request();
      await world.passUntil(() => world.load.running() === 1, 60);
      await world.router.setWeights(checkout, { v3: 100 }, 'a hand');
      await until('held');
      assert.match((await view()).headline, /v1 of checkout was the baseline, and has lost traffic since \(v1 0 %, v2 0 %, v3 100 %\)/);
      assert.deepEqual((await world.router.read(checkout)).weights, { v1: 0, v2: 0, v3: 100 });
      await world.router.setWeights(checkout, { v1: 100 }, 'a hand');
      await until('promoted');
    });

    it('holds, and moves no traffic, when there is nothing to judge the candidate by', async () => {
      await open({ objectives: [] });
      await request();
      await until('held');
      assert.match((await view()).headline, /The canary cannot be judged: a canary needs at least one objective/);
      const before = (await eventKinds(world)).length;
      await world.pass(120);
      assert.equal((await eventKinds(world)).length, before, 'a hold grows the ledger');
      assert.deepEqual(percents(world), []);
    });

    it('holds when the service was taken out of the configuration, also after a restart', async () => {
      await open({ loadSeconds: 30 });
      await request();
      const definition = world.services.get(checkout);
      assert.ok(definition !== undefined);
      await world.passUntil(() => world.load.running() === 1, 60);
      await reconciler.stop();
      world.services.delete(checkout);
      world.services.set('other', { ...definition, name: 'other' });
      reconciler = createReconciler(world.ports, 'replica-1');
      await reconciler.start();
      await until('held', 60);
      assert.match((await view()).headline, /checkout is no longer configured: put it back into sluice.yaml, or abort the release/);
      world.services.set(checkout, definition);
      await until('promoted');
    });
  });

  describe('at its deadline', () => {
    it('is aborted before traffic, also when its service is no longer configured', async () => {
      await open({ plan: { ...quickPlan, deadlineSeconds: 120 } });
      await request();
      await world.pass(5);
      world.services.delete(checkout);
      await until('aborted', 130);
      assert.match((await view()).headline, /^The deadline passed while waiting: .*no longer configured/);
    });

    it('interrupts a load run that outlasts it', async () => {
      await open({ loadSeconds: 600, plan: { ...quickPlan, deadlineSeconds: 60 } });
      await request();
      await until('aborted', 62);
      assert.equal(world.load.running(), 0);
      assert.equal((await view()).headline, 'The deadline passed while waiting: the load gate.');
    });

    it('is rolled back after traffic moved', async () => {
      const steps = [{ ...firstStep, minimumSeconds: 600 }, lastStep];
      await open({ plan: { ...quickPlan, deadlineSeconds: 120, steps } });
      await request();
      await until('rolled-back', 130);
      assert.deepEqual(percents(world), [10, 0]);
      assert.match((await view()).headline, /^The deadline passed while waiting: the evidence of step 1/);
    });
  });

  describe('at a step that waits for a person', () => {
    const plan = { ...quickPlan, steps: [firstStep, { ...lastStep, needsApproval: true }] };

    it('goes on when promoted', async () => {
      await open({ plan });
      await request();
      await until('held');
      await world.controlPlane.promote({ releaseId: firstRelease, ...by });
      await settled();
      assert.equal(await status(), 'promoted');
    });

    it('is not promoted by a person while the newest look lacks evidence', async () => {
      await open({ plan });
      await request();
      await until('held');
      world.metrics.setUp('checkout-v1', false);
      world.metrics.setUp('checkout-v2', false);
      await world.pass(60);
      const answer = await world.controlPlane.promote({ releaseId: firstRelease, ...by });
      assert.match(answer.ok ? '' : answer.refusal.sentence, /^Step 2 has passed, but its newest look does not: .*newest sample is/);
      assert.equal((await view()).actions.promote.allowed, false);
      world.metrics.setUp('checkout-v1', true);
      world.metrics.setUp('checkout-v2', true);
      await world.pass(60);
      assert.equal((await world.controlPlane.promote({ releaseId: firstRelease, ...by })).ok, true);
    });

    it('is still undone when it turns bad while it waits', async () => {
      await open({ plan });
      await request();
      await until('held');
      world.setFailing('v2', 0.3);
      await until('rolled-back');
    });
  });
});
