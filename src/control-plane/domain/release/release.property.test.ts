import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { GateResult } from '../gate/gate-result.ts';
import type { ReleaseCommand } from './decide-command.ts';
import { decideCommand } from './decide-command.ts';
import { decideObservation, type Observation } from './decide-observation.ts';
import { evolveRelease, replayRelease } from './evolve-release.ts';
import type { ReleaseEvent } from './release-event.ts';
import type { EarlyGate } from './release-plan.ts';
import { everyGatePassed, isUndone, noRelease, type ReleaseState } from './release-state.ts';
import { requestedMs, requestedRelease } from './testing/drive-release.ts';
import { inFirstStep, look } from './testing/release-moments.ts';
import { sampleObjective, samplePlan } from './testing/sample-plan.ts';
import { viewRelease } from './view-release.ts';

const gates = fc.constantFrom<EarlyGate>('contract', 'load', 'budget', 'approval', 'freeze');
const verdicts = fc.constantFrom('pass', 'inconclusive', 'fail' as const);
const time = fc.integer({ min: 0, max: 4000 }).map((second) => requestedMs + second * 1000);
const percent = fc.constantFrom(0, 10, 100);
const small = fc.integer({ min: 0, max: 3 });
const word = fc.constantFrom('x', 'y', '');

const results: fc.Arbitrary<GateResult> = fc.tuple(gates, verdicts).map(([gate, verdict]) => ({
  gate,
  verdict,
  reasons: [{ rule: 'r', verdict, sentence: 's' }],
  evidence: null,
}));

const looks = fc
  .tuple(fc.constantFrom('error-rate', 'no-such-objective'), fc.integer({ min: -5, max: 40 }), fc.integer({ min: -1, max: 100 }), time)
  .map(([objective, bad, total, atMs]) => ({
    objective,
    scrapes: [{ atMs, candidate: { bad, total }, baseline: { bad: 0, total: 900 } }],
  }));

const observations: fc.Arbitrary<Observation> = fc.oneof(
  fc.record({ kind: fc.constant('expired' as const), waitingFor: word }),
  fc.constant<Observation>({ kind: 'baseline', baseline: 'v1', candidateUrl: 'http://127.0.0.1:1' }),
  fc.record({ kind: fc.constant('gate-started' as const), gate: gates, attempt: small }),
  fc.record({ kind: fc.constant('gate-result' as const), attempt: small, result: results }),
  fc.record({ kind: fc.constant('gate-error' as const), gate: gates, attempt: small, code: word, problem: word }),
  fc.constant<Observation>({ kind: 'canary-ready', objectives: [sampleObjective] }),
  fc.record({ kind: fc.constant('weight-confirmed' as const), trafficPercent: percent, exposedRequests: small }),
  fc.record({
    kind: fc.constant('canary-look' as const),
    looks: fc.array(
      looks.filter((look) => look.objective === 'error-rate'),
      { maxLength: 1 },
    ),
    newestSampleMs: time,
    exposedRequests: small,
  }),
  fc.record({
    kind: fc.constant('rollback-step-done' as const),
    step: fc.constantFrom('traffic', 'incident', 'notify' as const),
    exposedRequests: fc.constant(undefined),
  }) as fc.Arbitrary<Observation>,
  fc.record({ kind: fc.constant('world-failed' as const), code: word, problem: word }),
);

const commands: fc.Arbitrary<ReleaseCommand> = fc.record({
  kind: fc.constantFrom('approve', 'deny', 'promote', 'abort' as const),
  actor: word,
  reason: word,
}) as fc.Arbitrary<ReleaseCommand>;

const anyEvents: fc.Arbitrary<ReleaseEvent> = fc.oneof(
  fc.constant(requestedRelease().events[0] as ReleaseEvent),
  fc.record({ kind: fc.constant('BaselineIdentified' as const), baseline: word, candidateUrl: word, atMs: time }),
  fc.record({ kind: fc.constant('GateStarted' as const), gate: gates, attempt: small, atMs: time }),
  fc.record({ kind: fc.constant('GateCompleted' as const), attempt: small, result: results, atMs: time }),
  fc.record({ kind: fc.constant('GateErrored' as const), gate: gates, attempt: small, problem: word, atMs: time }),
  fc.record({ kind: fc.constant('CanaryStarted' as const), objectives: fc.constantFrom([sampleObjective], []), atMs: time }),
  fc.record({ kind: fc.constant('StepStarted' as const), step: small, trafficPercent: percent, atMs: time }),
  fc.record({ kind: fc.constant('WeightConfirmed' as const), trafficPercent: percent, exposedRequests: small, atMs: time }),
  fc.record({
    kind: fc.constant('CanaryObserved' as const),
    looks: fc.array(looks, { maxLength: 2 }),
    newestSampleMs: fc.option(time, { nil: undefined }),
    exposedRequests: small,
    atMs: time,
  }),
  fc.record({
    kind: fc.constant('StepPassed' as const),
    step: small,
    basis: fc.constant('exposure' as const),
    reasons: fc.constant([]),
    atMs: time,
  }),
  fc.record({ kind: fc.constant('StepApproved' as const), step: small, actor: word, reason: word, atMs: time }),
  fc.record({ kind: fc.constant('ReleaseHeld' as const), cause: fc.constant('world' as const), about: word, sentence: word, atMs: time }),
  fc.record({ kind: fc.constant('ReleaseResumed' as const), atMs: time }),
  fc.record({
    kind: fc.constant('RollbackStarted' as const),
    cause: fc.constant({ kind: 'abort' as const, actor: 'a', reason: 'r' }),
    atMs: time,
  }),
  fc.record({
    kind: fc.constant('RollbackStepCompleted' as const),
    step: fc.constantFrom('traffic', 'incident', 'notify' as const),
    exposedRequests: fc.option(small, { nil: undefined }),
    atMs: time,
  }),
  fc.record({ kind: fc.constant('NoticeFailed' as const), problem: word, atMs: time }),
  fc.record({ kind: fc.constant('ReleasePromoted' as const), exposedRequests: small, atMs: time }),
  fc.record({
    kind: fc.constant('ReleaseEnded' as const),
    outcome: fc.constantFrom('blocked', 'rolled-back', 'aborted', 'promoted', ''),
    cause: fc.constant({ kind: 'deadline' as const, waitingFor: 'w' }),
    exposedRequests: small,
    atMs: time,
  }) as fc.Arbitrary<ReleaseEvent>,
);

/** Inputs come every five seconds: the look is made by the n-th of them. */
function healthyLook(n: number): Observation {
  const atMs = requestedMs + n * 5000;
  const scrapes = [{ atMs, candidate: { bad: 0, total: 100 }, baseline: { bad: 0, total: 900 } }];
  return { kind: 'canary-look', looks: [{ objective: 'error-rate', scrapes }], newestSampleMs: atMs, exposedRequests: 100 };
}

/** An end that fits: what had traffic ends only undone, and a promotion has its own event. */
function assertHonestEnd(before: ReleaseState, after: ReleaseState): void {
  if (before.phase === 'none' || before.phase === 'ended' || after.phase !== 'ended') return;
  const { ending } = after;
  assert.ok(ending !== undefined);
  switch (ending.outcome) {
    case 'promoted':
      return assertHonestPromotion(after);
    case 'rolled-back':
      assert.equal(before.phase, 'rolling-back');
      return assert.ok(isUndone(after), 'ended before it was undone');
    case 'blocked':
    case 'aborted':
      return assert.equal(before.step, undefined, 'ended with traffic, without a rollback');
    default:
      assert.fail(`ended as ${JSON.stringify(ending.outcome)}`);
  }
}

function assertHonestPromotion(state: ReleaseState): void {
  if (state.phase !== 'ended' || state.ending?.outcome !== 'promoted') return;
  assert.ok(everyGatePassed(state), 'promoted although a gate had not passed');
  assert.equal(state.passedSteps, samplePlan.steps.length, 'promoted although a step had not passed');
  assert.equal(state.canary?.block, undefined, 'promoted although the canary was blocked');
}

describe('any release', () => {
  it('evolves by any sequence of events whatsoever, and is never promoted with a failed or inconclusive gate', () => {
    fc.assert(
      fc.property(fc.array(anyEvents, { maxLength: 40 }), (events) => {
        let state: ReleaseState = noRelease;
        for (const event of events) {
          const after = evolveRelease(state, event);
          assertHonestEnd(state, after);
          state = after;
        }
        assertHonestPromotion(state);
        viewRelease(events);
      }),
      { numRuns: 2000 },
    );
  });

  it('promotes by no sequence of commands and observations with a failed or inconclusive gate', () => {
    let promotions = 0;
    const usual: readonly Observation[] = [
      { kind: 'baseline', baseline: 'v1', candidateUrl: 'http://127.0.0.1:1' },
      ...samplePlan.gates.map(
        (gate): Observation => ({ kind: 'gate-result', attempt: 1, result: { gate, verdict: 'pass', reasons: [], evidence: null } }),
      ),
      { kind: 'canary-ready', objectives: [sampleObjective] },
      { kind: 'weight-confirmed', trafficPercent: 10, exposedRequests: 0 },
      healthyLook(5),
      healthyLook(6),
      { kind: 'weight-confirmed', trafficPercent: 100, exposedRequests: 0 },
      // The first scrape of a step began before it, and counts for none.
      healthyLook(8),
      healthyLook(9),
    ];
    const input = fc.oneof(
      { weight: 5, arbitrary: fc.constantFrom(...usual) },
      { weight: 5, arbitrary: observations },
      { weight: 1, arbitrary: commands },
    );
    fc.assert(
      fc.property(fc.boolean(), fc.array(input, { maxLength: 60 }), (led, inputs) => {
        let events = [...requestedRelease().events];
        let state = replayRelease(events);
        [...(led ? usual : []), ...inputs].forEach((each, i) => {
          const nowMs = requestedMs + i * 5000;
          const decided = 'actor' in each ? commandEvents(state, each, nowMs) : decideObservation(state, each, nowMs);
          events = [...events, ...decided];
          state = decided.reduce(evolveRelease, state);
          assertHonestPromotion(state);
        });
        if (events.some((event) => event.kind === 'ReleasePromoted')) promotions += 1;
        assert.deepEqual(replayRelease(structuredClone(events)), state, 'replay gives another state');
        assert.deepEqual(asJson(replayRelease(asJson(events))), asJson(state), 'replay from the ledger gives another state');
      }),
      { numRuns: 1500 },
    );
    assert.ok(promotions > 0, 'no run was promoted: this test could not fail');
  });

  it('starts no step and promotes nothing that waits for a person before one was asked', () => {
    const everyStep = { ...personPlan, gates: [] };
    const request = { ...requestedRelease(everyStep).events[0] } as ReleaseEvent;
    let [reached, promoted] = [0, 0];
    const passing: readonly ReleaseEvent[] = [
      { kind: 'StepApproved', step: 0, actor: 'op', reason: 'r', atMs: requestedMs },
      { kind: 'StepStarted', step: 1, trafficPercent: 100, atMs: requestedMs },
      { kind: 'WeightConfirmed', trafficPercent: 100, exposedRequests: 0, atMs: requestedMs },
      { kind: 'StepPassed', step: 1, basis: 'exposure', reasons: [], atMs: requestedMs },
      { kind: 'StepApproved', step: 1, actor: 'op', reason: 'r', atMs: requestedMs },
      { kind: 'ReleasePromoted', exposedRequests: 0, atMs: requestedMs },
    ];
    const some = fc.subarray([...passing]);
    const streams = fc.tuple(some, fc.array(anyEvents, { maxLength: 4 }), some).map((parts) => parts.flat());
    const usual: readonly ReleaseEvent[] = [
      { kind: 'CanaryStarted', objectives: [sampleObjective], atMs: requestedMs },
      { kind: 'StepStarted', step: 0, trafficPercent: 10, atMs: requestedMs },
      { kind: 'WeightConfirmed', trafficPercent: 10, exposedRequests: 0, atMs: requestedMs },
      { kind: 'StepPassed', step: 0, basis: 'exposure', reasons: [], atMs: requestedMs },
    ];
    fc.assert(
      fc.property(streams, (events) => {
        let state = replayRelease([request, ...usual]);
        let approved = -1;
        for (const event of events) {
          const before = state;
          state = evolveRelease(state, event);
          if (event.kind === 'StepApproved' && before !== state) approved = event.step;
          if (state.phase !== 'none' && (state.step?.index ?? 0) > approved + 1) assert.fail('started a step that nobody approved');
          if (state.phase !== 'none' && state.step?.index === 1) reached += 1;
          if (state.phase !== 'ended' || state.ending?.outcome !== 'promoted') continue;
          assert.equal(approved, 1, 'promoted although nobody approved the last step');
          promoted += 1;
        }
      }),
      { numRuns: 3000 },
    );
    assert.ok(reached > 0 && promoted > 0, `${reached} reached the second step, ${promoted} were promoted: this test could not fail`);
  });

  it('goes on by nobody whose newest evidence is older than the staleness, nor after the deadline, with any gaps in time', () => {
    const staleMs = personPlan.stalenessSeconds * 1000;
    const taken = { ok: 0, refused: 0 };
    const gap = fc.oneof(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 60 }), fc.constantFrom(29, 30, 31, 3600, 36_000));
    const act = fc.oneof(
      { weight: 4, arbitrary: fc.constant('look' as const) },
      { weight: 3, arbitrary: fc.constant('promote' as const) },
      { weight: 2, arbitrary: fc.constantFrom('confirm', 'silent-look', 'world-failed' as const) },
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(act, gap), { maxLength: 30 }), (acts) => {
        let state: ReleaseState = inFirstStep(personPlan).state;
        let seconds = 10;
        let newestMs = Number.NEGATIVE_INFINITY;
        for (const [what, pause] of acts) {
          seconds += pause;
          const nowMs = requestedMs + seconds * 1000;
          if (what === 'look') newestMs = nowMs;
          const events = eventsOf(state, what, seconds);
          if (what === 'promote') taken[events.length > 0 ? 'ok' : 'refused'] += 1;
          if (events.some(({ kind }) => kind === 'StepStarted' || kind === 'ReleasePromoted')) {
            assert.ok(nowMs - newestMs <= staleMs, 'went on with stale evidence');
            assert.ok(nowMs < requestedMs + personPlan.deadlineSeconds * 1000, 'went on after the deadline');
          }
          state = events.reduce(evolveRelease, state);
        }
      }),
      { numRuns: 1500 },
    );
    assert.ok(taken.ok > 0 && taken.refused > 0, JSON.stringify(taken));
  });

  it('never leaves an end again', () => {
    fc.assert(
      fc.property(fc.array(anyEvents, { maxLength: 40 }), anyEvents, (events, one) => {
        const state = replayRelease(events);
        if (state.phase !== 'ended') return;
        const after = evolveRelease(state, one);
        // Whether its watchers were told is all that may still come.
        const told = one.kind === 'NoticeFailed' || one.kind === 'RollbackStepCompleted';
        if (!told) assert.equal(after, state);
        assert.deepEqual({ ...after, rollback: undefined }, { ...state, rollback: undefined });
      }),
    );
  });

  it('begins with a request', () => {
    fc.assert(
      fc.property(anyEvents, (event) => {
        assert.equal(evolveRelease(noRelease, event).phase, event.kind === 'ReleaseRequested' ? 'preparing' : 'none');
      }),
    );
  });
});

const personPlan = { ...samplePlan, steps: samplePlan.steps.map((step) => ({ ...step, needsApproval: true })) };

/** What an act leads to, `seconds` after the request. */
function eventsOf(
  state: ReleaseState,
  what: 'look' | 'promote' | 'confirm' | 'silent-look' | 'world-failed',
  seconds: number,
): readonly ReleaseEvent[] {
  const nowMs = requestedMs + seconds * 1000;
  switch (what) {
    case 'promote':
      return commandEvents(state, { kind: 'promote', actor: 'op', reason: 'looks good' }, nowMs);
    case 'look':
      return decideObservation(state, look(seconds, 0), nowMs);
    case 'confirm':
      return decideObservation(state, { kind: 'weight-confirmed', trafficPercent: 100, exposedRequests: 0 }, nowMs);
    case 'silent-look':
      return decideObservation(state, { kind: 'canary-look', looks: [], newestSampleMs: undefined, exposedRequests: 0 }, nowMs);
    case 'world-failed':
      return decideObservation(state, { kind: 'world-failed', code: 'router', problem: 'away' }, nowMs);
  }
}

function commandEvents(state: ReleaseState, command: ReleaseCommand, nowMs: number): readonly ReleaseEvent[] {
  const decision = decideCommand(state, command, nowMs);
  return decision.ok ? decision.events : [];
}

function asJson<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
