import assert from 'node:assert/strict';
import { incidentStream } from './ledger-streams.ts';
import { releaseScene, steer } from './testing/release-scene.ts';
import { checkout, errorRate, fastEnough, firstRelease, quickPlan, settled } from './testing/small-world.ts';

const [firstStep, lastStep] = quickPlan.steps;
assert.ok(firstStep !== undefined && lastStep !== undefined);

describe('the reconciler', () => {
  const scene = releaseScene();
  afterEach(() => scene.close());

  describe('with a healthy candidate', () => {
    it('brings it through the gates and steps to all the traffic', async () => {
      await scene.open();
      await scene.request();
      await scene.until('promoted');
      assert.deepEqual(scene.percents(), [10, 100]);
      const { headline, verdict, gates, steps, endedAtMs } = await scene.view();
      assert.match(headline, /^Promoted: v2 has all traffic after [\d,]+ requests\.$/);
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
      await scene.open();
      const told: string[] = [];
      scene.world.ledger.follow(({ event }) =>
        told.push(`${(event as { readonly kind: string }).kind}: ${scene.percents().at(-1) ?? 0} %`),
      );
      await scene.request();
      await scene.until('promoted');
      assert.deepEqual(
        told.filter((line) => /StepStarted|WeightConfirmed/.test(line)),
        ['StepStarted: 0 %', 'WeightConfirmed: 10 %', 'StepStarted: 10 %', 'WeightConfirmed: 100 %'],
      );
    });

    it('takes up a release that was requested while no reconciler ran', async () => {
      await scene.open();
      await scene.stop();
      await scene.request();
      await scene.restart();
      await scene.until('promoted');
    });

    it('is not promoted before each step had its requests and its time', async () => {
      await scene.open({
        plan: {
          ...quickPlan,
          steps: [
            { ...firstStep, minimumSeconds: 60 },
            { ...lastStep, minimumRequests: 4000 },
          ],
        },
      });
      await scene.request();
      await scene.untilTraffic(10);
      const startedMs = scene.world.clock.now();
      await scene.untilTraffic(100);
      assert.ok(scene.world.clock.now() - startedMs >= 60_000);
      await scene.until('promoted');
      assert.ok((await scene.view()).exposedRequests >= 4000);
    });
  });

  describe('with a candidate that fails', () => {
    it('gives all traffic back, opens one incident with the evidence, and tells people once', async () => {
      await scene.open();
      scene.world.setFailing('v2', 0.3);
      await scene.request();
      await scene.until('rolled-back');
      assert.deepEqual(scene.percents(), [10, 0]);
      assert.deepEqual((await scene.world.router.read(checkout)).weights, { v1: 100, v2: 0 });
      const incident = await scene.world.ledger.read(incidentStream(firstRelease));
      assert.equal(incident.length, 1);
      assert.match(JSON.stringify(incident[0]?.event), /"kind":"IncidentOpened".*"gate":"canary".*candidate error rate/);
      assert.equal(scene.world.notifier.told().length, 1);
      assert.match(scene.world.notifier.told()[0]?.text ?? '', /^Blocked by the canary gate: candidate error rate/);
    });

    it('counts the users that it reached until the traffic was back', async () => {
      await scene.open();
      scene.world.setFailing('v2', 0.3);
      await scene.request();
      await scene.until('rolled-back');
      assert.equal((await scene.view()).exposedRequests, (await scene.world.router.read(checkout)).exposed.v2);
    });

    it('undoes it when it is slow, on an indicator of good events', async () => {
      await scene.open({ objectives: [errorRate, fastEnough] });
      scene.world.setSlow('v2', 0.5);
      await scene.request();
      await scene.until('rolled-back');
      assert.deepEqual(scene.percents(), [10, 0]);
      assert.match((await scene.view()).headline, /^Blocked by the canary gate: candidate/);
    });

    it('undoes it also when it turns bad at 100 %, with no baseline beside it', async () => {
      const steps = [firstStep, { ...lastStep, minimumSeconds: 600 }];
      await scene.open({ plan: { ...quickPlan, steps } });
      await scene.request();
      await scene.untilTraffic(100);
      await scene.world.pass(90);
      scene.world.setFailing('v2', 0.3);
      await scene.until('rolled-back');
      assert.deepEqual(scene.percents(), [10, 100, 0]);
    });

    it('does not blame the candidate for what both versions suffer', async () => {
      await scene.open({ plan: { ...quickPlan, steps: [{ ...firstStep, minimumSeconds: 60 }, lastStep] } });
      scene.world.setFailing('v1', 0.3);
      scene.world.setFailing('v2', 0.3);
      await scene.request();
      await scene.untilTraffic(10);
      await scene.world.pass(120);
      assert.deepEqual(scene.percents(), [10]);
      assert.equal(await scene.status(), 'held');
      assert.match((await scene.view()).headline, /the baseline itself breaks/);
    });
  });

  describe('at a step that waits for a person', () => {
    const plan = { ...quickPlan, steps: [firstStep, { ...lastStep, needsApproval: true }] };

    it('goes on when promoted', async () => {
      await scene.open({ plan });
      await scene.request();
      await scene.until('held');
      await scene.world.controlPlane.promote(steer);
      await settled();
      assert.equal(await scene.status(), 'promoted');
    });

    it('is not promoted by a person while the newest look lacks evidence', async () => {
      await scene.open({ plan });
      await scene.request();
      await scene.until('held');
      for (const target of ['checkout-v1', 'checkout-v2']) scene.world.metrics.setUp(target, false);
      await scene.world.pass(60);
      const answer = await scene.world.controlPlane.promote(steer);
      assert.match(answer.ok ? '' : answer.refusal.sentence, /^Step 2 has passed, but its newest look does not: .*newest sample is/);
      assert.equal((await scene.view()).actions.promote.allowed, false);
      for (const target of ['checkout-v1', 'checkout-v2']) scene.world.metrics.setUp(target, true);
      await scene.world.pass(60);
      assert.equal((await scene.world.controlPlane.promote(steer)).ok, true);
    });

    it('is still undone when it turns bad while it waits', async () => {
      await scene.open({ plan });
      await scene.request();
      await scene.until('held');
      scene.world.setFailing('v2', 0.3);
      await scene.until('rolled-back');
    });
  });

  describe('at its deadline', () => {
    it('is aborted before traffic, also when its service is no longer configured', async () => {
      await scene.open({ plan: { ...quickPlan, deadlineSeconds: 120 } });
      await scene.request();
      await scene.world.pass(5);
      scene.world.services.delete(checkout);
      await scene.until('aborted', 130);
      assert.match((await scene.view()).headline, /^The deadline passed while waiting: .*no longer configured/);
    });

    it('interrupts a load run that outlasts it', async () => {
      await scene.open({ loadSeconds: 600, plan: { ...quickPlan, deadlineSeconds: 60 } });
      await scene.request();
      await scene.until('aborted', 62);
      assert.equal(scene.world.load.running(), 0);
      assert.equal((await scene.view()).headline, 'The deadline passed while waiting: the load gate.');
    });

    it('is rolled back after traffic moved', async () => {
      const steps = [{ ...firstStep, minimumSeconds: 600 }, lastStep];
      await scene.open({ plan: { ...quickPlan, deadlineSeconds: 120, steps } });
      await scene.request();
      await scene.until('rolled-back', 130);
      assert.deepEqual(scene.percents(), [10, 0]);
      assert.match((await scene.view()).headline, /^The deadline passed while waiting: the evidence of step 1/);
    });
  });
});
