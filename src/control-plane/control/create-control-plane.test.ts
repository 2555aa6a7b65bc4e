import assert from 'node:assert/strict';
import { decideObservation, type Observation } from '../domain/release/decide-observation.ts';
import { replayRelease } from '../domain/release/evolve-release.ts';
import type { ReleaseEvent } from '../domain/release/release-event.ts';
import { sampleObjective } from '../domain/release/testing/sample-plan.ts';
import type { Answer, ControlPlane } from './control-plane.ts';
import { createControlPlane } from './create-control-plane.ts';
import { incidentStream, releaseStream } from './ledger-streams.ts';
import { SourceError } from './ports/source-error.ts';
import { checkout, checkoutService, errorRate, firstRelease, quickPlan, type SmallWorld, smallWorld } from './testing/small-world.ts';

const by = { actor: 'operator', reason: 'says so' };
const steer = { releaseId: firstRelease, ...by };

function valueOf<T>(answer: Answer<T>): T {
  if (!answer.ok) assert.fail(answer.refusal.sentence);
  return answer.value;
}

function refusalOf(answer: Answer<unknown>): string {
  return answer.ok ? 'taken' : `${answer.refusal.code}: ${answer.refusal.sentence}`;
}

describe('the control plane', () => {
  let world: SmallWorld;
  let plane: ControlPlane;

  const open = async (plan = quickPlan): Promise<void> => {
    world = await smallWorld({ plan, historySeconds: 0 });
    plane = world.controlPlane;
  };
  const request = (version = 'v2') => plane.requestRelease({ service: checkout, version, actor: 'ci' });
  /** Records what moves of the reconciler would lead to. */
  const observe = async (...observations: readonly Observation[]): Promise<void> => {
    for (const observation of observations) {
      const records = await world.ledger.read(releaseStream(firstRelease));
      const state = replayRelease(records.map((record) => record.event as ReleaseEvent));
      const events = decideObservation(state, observation, world.clock.now());
      assert.ok((await world.ledger.append(releaseStream(firstRelease), records.length, events)).ok);
    }
  };

  const releaseTwice = async (): Promise<void> => {
    await request('v2');
    await plane.abort(steer);
    await request('v3');
  };

  beforeEach(() => open());

  describe('asked for a release', () => {
    it('records it with the whole plan, and numbers the releases of a service', async () => {
      const first = valueOf(await plane.requestRelease({ service: checkout, version: 'v2', actor: 'ci', reason: 'weekly' }));
      assert.deepEqual(
        [first.releaseId, first.version, first.status, first.requestedBy, first.trafficPercent],
        [firstRelease, 'v2', 'gating', 'ci', 0],
      );
      valueOf(await plane.abort(steer));
      assert.equal(valueOf(await request()).releaseId, 'test.checkout.2');
      const [record] = await world.ledger.read(releaseStream(firstRelease));
      assert.deepEqual((record?.event as { readonly plan?: unknown } | undefined)?.plan, quickPlan);
    });

    it('refuses a service that is not configured, and names those that are', async () => {
      const answer = await plane.requestRelease({ service: 'chekout', version: 'v2', actor: 'ci' });
      assert.equal(refusalOf(answer), 'unknown-service: chekout is not configured. Known: checkout.');
      const empty = createControlPlane({ ...world.ports, services: new Map() });
      assert.match(refusalOf(await empty.requestRelease({ service: checkout, version: 'v2', actor: 'ci' })), /Known: none\.$/);
      assert.deepEqual([plane.services(), empty.services()], [[checkout], []]);
    });

    it('refuses a version that is none', async () => {
      for (const version of ['', '-v2', 'v 2', 'v2/../..', 'v'.repeat(65)])
        assert.match(refusalOf(await request(version)), /^invalid: ".*" is no version/, version);
    });

    it('refuses a fix without a reason', async () => {
      const answer = await plane.requestRelease({ service: checkout, version: 'v2', actor: 'ci', fix: true });
      assert.match(refusalOf(answer), /^invalid: A fix that may pass a spent error budget needs a reason/);
    });

    it('refuses a second one while the first has not ended', async () => {
      await request();
      assert.equal(
        refusalOf(await request('v3')),
        'release-in-progress: test.checkout.1 of checkout has not ended; wait for it, or abort it.',
      );
    });

    it('takes one of many that come at once', async () => {
      const answers = await Promise.all(['v2', 'v3', 'v4', 'v5'].map(request));
      assert.equal(answers.filter((answer) => answer.ok).length, 1);
      assert.deepEqual(
        [...new Set(answers.filter((answer) => !answer.ok).map(refusalOf))],
        ['release-in-progress: Another release of checkout was requested at the same moment.'],
      );
      assert.deepEqual(await world.ledger.streams('release/'), [releaseStream(firstRelease)]);
    });

    it('keeps apart what begins alike', async () => {
      const definition = world.services.get(checkout);
      assert.ok(definition !== undefined);
      world.services.set('checkout-eu', { ...definition, name: 'checkout-eu' });
      valueOf(await plane.requestRelease({ service: 'checkout-eu', version: 'v2', actor: 'ci' }));
      assert.equal(valueOf(await request()).releaseId, firstRelease);
    });
  });

  describe('told to steer a release', () => {
    it('refuses one that was never requested', async () => {
      for (const command of ['approve', 'deny', 'promote', 'abort'] as const)
        assert.equal(refusalOf(await plane[command](steer)), 'unknown-release: There is no release test.checkout.1.');
      assert.equal(refusalOf(await plane.release('nonsense')), 'unknown-release: There is no release nonsense.');
    });

    it('refuses what cannot be done now, and says why', async () => {
      await request();
      assert.equal(refusalOf(await plane.approve(steer)), 'not-now: Nothing waits for an approval.');
      assert.equal(refusalOf(await plane.deny(steer)), 'not-now: Nothing waits for an approval.');
      assert.equal(refusalOf(await plane.promote(steer)), 'not-now: No step is under way.');
      assert.equal(refusalOf(await plane.abort({ ...steer, reason: ' ' })), 'not-now: A reason is needed; it is kept in the ledger.');
      valueOf(await plane.abort(steer));
      assert.equal(refusalOf(await plane.abort(steer)), 'not-now: The release has ended: aborted.');
    });

    it('answers with the release as the command left it, and keeps who gave it', async () => {
      await open({ ...quickPlan, gates: ['approval'] });
      await request();
      await observe(
        { kind: 'baseline', baseline: 'v1', candidateUrl: 'http://127.0.0.1:8002' },
        { kind: 'gate-started', gate: 'approval', attempt: 1 },
      );
      const approved = valueOf(await plane.approve(steer));
      assert.deepEqual(
        approved.gates.map(({ gate, state }) => [gate, state]),
        [
          ['approval', 'pass'],
          ['canary', 'waiting'],
        ],
      );
      assert.deepEqual(valueOf(await plane.release(firstRelease)), approved);
      await observe({ kind: 'canary-ready', objectives: [sampleObjective] });
      const aborted = valueOf(await plane.abort(steer));
      assert.equal(aborted.status, 'rolling-back');
      assert.equal(refusalOf(await plane.abort(steer)), 'not-now: The release is being rolled back already.');
    });

    it('decides anew when the release moved on meanwhile', async () => {
      await request();
      let lost = 0;
      const append: typeof world.ledger.append = async (stream, version, events, actor) => {
        lost += 1;
        if (lost < 3) await world.ledger.append(stream, version, [{ kind: 'ReleaseResumed' }]);
        return world.ledger.append(stream, version, events, actor);
      };
      const racing = createControlPlane({ ...world.ports, ledger: { ...world.ledger, append } });
      assert.equal(valueOf(await racing.abort(steer)).status, 'aborted');
      assert.equal(lost, 3);
    });

    it('gives up a race that it always loses', async () => {
      await request();
      const ledger = { ...world.ledger, append: () => Promise.resolve({ ok: false, conflict: true } as const) };
      const losing = createControlPlane({ ...world.ports, ledger });
      assert.match(refusalOf(await losing.abort(steer)), /^conflict: test.checkout.1 changed while the command was taken/);
    });

    it('rejects when the ledger is out of reach', async () => {
      const ledger = { ...world.ledger, read: () => Promise.reject(new Error('connection lost')) };
      await assert.rejects(createControlPlane({ ...world.ports, ledger }).release(firstRelease), /connection lost/);
    });
  });

  describe('asked for releases', () => {
    it('lists them newest first, as many as are wanted', async () => {
      await releaseTwice();
      await world.ledger.append(incidentStream(firstRelease), 0, [{ kind: 'IncidentOpened' }]);
      assert.deepEqual(
        (await plane.releases()).map(({ releaseId, status }) => [releaseId, status]),
        [
          ['test.checkout.2', 'gating'],
          ['test.checkout.1', 'aborted'],
        ],
      );
      assert.equal((await plane.releases({ limit: 1 })).length, 1);
      assert.equal((await plane.releases({ limit: 0 })).length, 0);
    });

    it('lists those of one service, also of one that is no longer configured', async () => {
      await releaseTwice();
      assert.equal((await plane.releases({ service: checkout })).length, 2);
      assert.equal((await plane.releases({ service: 'other' })).length, 0);
      world.services.delete(checkout);
      assert.equal((await plane.releases({ service: checkout })).length, 2);
    });
  });

  describe('told to freeze a service', () => {
    it('keeps the newest freeze until it is lifted', async () => {
      valueOf(await plane.freeze({ service: checkout, ...by }));
      const frozen = valueOf(await plane.freeze({ service: checkout, actor: 'sre', reason: 'the fair' }));
      assert.deepEqual(frozen, {
        service: checkout,
        actor: 'sre',
        reason: 'the fair',
        declaredAtMs: world.clock.now(),
        untilMs: undefined,
      });
      assert.deepEqual(await plane.freezes(), [frozen]);
      assert.equal(valueOf(await plane.unfreeze({ service: checkout, ...by })), null);
      assert.deepEqual(await plane.freezes(), []);
    });

    it('lets a freeze expire', async () => {
      const untilMs = world.clock.now() + 60_000;
      valueOf(await plane.freeze({ service: checkout, ...by, untilMs }));
      world.clock.advance(59_999);
      assert.equal((await plane.freezes()).length, 1);
      world.clock.advance(1);
      assert.equal((await plane.freezes()).length, 0);
      assert.equal(refusalOf(await plane.unfreeze({ service: checkout, ...by })), 'not-now: checkout is not frozen.');
    });

    it('refuses what makes no sense', async () => {
      const past = world.clock.now();
      assert.match(refusalOf(await plane.freeze({ service: 'x', ...by })), /^unknown-service/);
      assert.match(refusalOf(await plane.unfreeze({ service: 'x', ...by })), /^unknown-service/);
      assert.match(refusalOf(await plane.freeze({ service: checkout, actor: 'sre', reason: '' })), /^invalid: A freeze needs a reason/);
      assert.match(refusalOf(await plane.unfreeze({ service: checkout, actor: 'sre', reason: '' })), /^invalid: A reason is needed/);
      assert.match(
        refusalOf(await plane.freeze({ service: checkout, ...by, untilMs: past })),
        /^invalid: The end of the freeze has passed/,
      );
      assert.equal(refusalOf(await plane.unfreeze({ service: checkout, ...by })), 'not-now: checkout is not frozen.');
    });

    it('lifts no freeze that was declared after it was looked at', async () => {
      valueOf(await plane.freeze({ service: checkout, ...by }));
      const read: typeof world.ledger.read = async (stream, after) => {
        const records = await world.ledger.read(stream, after);
        await world.controlPlane.freeze({ service: checkout, actor: 'sre', reason: 'the fair' });
        return records;
      };
      const late = createControlPlane({ ...world.ports, ledger: { ...world.ledger, read } });
      assert.equal(refusalOf(await late.unfreeze({ service: checkout, ...by })), 'conflict: The freeze changed at the same moment.');
      assert.equal(refusalOf(await late.freeze({ service: checkout, ...by })), 'conflict: Another freeze came in at the same moment.');
      assert.equal((await plane.freezes())[0]?.reason, 'the fair');
    });
  });

  describe('asked for the state of SLOs', () => {
    it('answers for one service or all, with why something is not known', async () => {
      const [status, ...others] = valueOf(await plane.sloStatus());
      assert.equal(others.length, 0);
      assert.deepEqual(
        [status?.service, status?.slo, status?.displayName, status?.target, status?.windowSeconds, status?.budgetRemaining, status?.note],
        [checkout, errorRate.name, errorRate.displayName, 0.99, 86_400, undefined, 'it has no events'],
      );
      assert.equal(valueOf(await plane.sloStatus(checkout)).length, 1);
      assert.match(refusalOf(await plane.sloStatus('x')), /^unknown-service/);
    });

    it('answers with numbers where there are some', async () => {
      world = await smallWorld({ historySeconds: 400 });
      world.services.set(checkout, {
        ...checkoutService({ plan: quickPlan, objectives: [{ ...errorRate, windowSeconds: 400 }], runner: world.load }),
      });
      const [status] = valueOf(await world.controlPlane.sloStatus(checkout));
      assert.equal(status?.budgetRemaining, 1);
      assert.equal(status?.burnRates[0]?.burnRate, 0);
    });

    it('rejects when the metrics are out of reach', async () => {
      world.metrics.setReachable(false);
      await assert.rejects(plane.sloStatus(), SourceError);
    });
  });

  it('takes no credential for a reason, whatever is asked', async () => {
    const reason = 'Bearer abc.DEF-0123456789';
    const asked = { service: checkout, actor: 'ci', reason };
    await request();
    const answers = [
      await plane.abort({ ...steer, reason }),
      await plane.freeze(asked),
      valueOf(await plane.freeze({ ...asked, reason: 'the fair' })) && (await plane.unfreeze(asked)),
      valueOf(await plane.abort(steer)) && (await plane.requestRelease({ ...asked, version: 'v2' })),
    ];
    for (const answer of answers) assert.match(refusalOf(answer), /: The reason looks like a credential/);
  });

  it('verifies the ledger', async () => {
    await request();
    assert.deepEqual(await plane.verifyLedger(), { kind: 'intact', records: 1 });
  });
});
