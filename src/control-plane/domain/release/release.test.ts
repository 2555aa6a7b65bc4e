import assert from 'node:assert/strict';
import { decideCommand } from './decide-command.ts';
import { nextMove } from './next-move.ts';
import { wantedTrafficPercent } from './release-state.ts';
import { requestedRelease } from './testing/drive-release.ts';
import { at, baseline, confirmed, gate, gated, inFirstStep, look, ready } from './testing/release-moments.ts';
import { samplePlan } from './testing/sample-plan.ts';
import { viewRelease } from './view-release.ts';

describe('a release', () => {
  it('looks for its baseline, then runs its gates in the order of the plan', () => {
    const requested = requestedRelease();
    assert.deepEqual(nextMove(requested.state, at(0)), { kind: 'identify-baseline' });
    const identified = requested.observe(baseline);
    assert.deepEqual(nextMove(identified.state, at(0)), { kind: 'run-gate', gate: 'contract', attempt: 1 });
    assert.deepEqual(nextMove(gate(identified, 'contract', 'pass').state, at(0)), { kind: 'run-gate', gate: 'load', attempt: 1 });
    assert.deepEqual(nextMove(gated().state, at(0)), { kind: 'start-canary' });
  });

  it('is blocked by a gate before any traffic moves', () => {
    const blocked = gate(requestedRelease().observe(baseline), 'contract', 'fail');
    assert.equal(blocked.state.phase === 'ended' && blocked.state.ending?.outcome, 'blocked');
    assert.deepEqual(nextMove(blocked.state, at(0)), { kind: 'none' });
    assert.equal(viewRelease(blocked.events)?.headline, 'Blocked by the contract gate: contract is fail.');
  });

  it('holds on an inconclusive gate and tries it again after a pause that doubles', () => {
    const held = gate(requestedRelease().observe(baseline), 'contract', 'inconclusive');
    assert.equal(viewRelease(held.events)?.status, 'held');
    assert.deepEqual(nextMove(held.state, at(9)), { kind: 'wait', untilMs: at(10) });
    assert.deepEqual(nextMove(held.state, at(10)), { kind: 'run-gate', gate: 'contract', attempt: 2 });
  });

  it('is held, not failed, when a gate could not be run', () => {
    const errored = requestedRelease()
      .observe(baseline)
      .observe({ kind: 'gate-started', gate: 'contract', attempt: 1 })
      .observe({ kind: 'gate-error', gate: 'contract', attempt: 1, code: 'verifier-crashed', problem: 'the verifier crashed' });
    assert.equal(viewRelease(errored.events)?.gates[0]?.state, 'error');
    assert.equal(viewRelease(errored.events)?.status, 'held');
    assert.equal(gate(errored, 'contract', 'pass').state.phase, 'preparing');
  });

  it('runs a gate again that a crash cut off', () => {
    const cut = requestedRelease().observe(baseline).observe({ kind: 'gate-started', gate: 'load', attempt: 1 });
    const contract = cut.observe({ kind: 'gate-started', gate: 'contract', attempt: 1 });
    assert.deepEqual(nextMove(contract.state, at(1)), { kind: 'run-gate', gate: 'contract', attempt: 2 });
  });

  it('records the step before the weight is set, and the weight once the router shows it', () => {
    const started = gated().observe(ready);
    assert.deepEqual(nextMove(started.state, at(0)), { kind: 'set-weight', trafficPercent: 10 });
    assert.deepEqual(nextMove(started.observe(confirmed(10)).state, at(5)), { kind: 'look-at-canary' });
  });

  it('goes through its steps and is promoted when each has its evidence', () => {
    const second = inFirstStep().observe(look(15, 0), 15);
    assert.equal(second.state.phase !== 'none' && wantedTrafficPercent(second.state), 100);
    const promoted = second.observe(confirmed(100), 16).observe(look(20, 0), 20).observe(look(25, 0), 25);
    assert.equal(viewRelease(promoted.events)?.status, 'promoted', viewRelease(promoted.events)?.headline);
    assert.equal(viewRelease(promoted.events)?.trafficPercent, 100);
  });

  it('waits without a hold while a step lacks requests', () => {
    const waiting = inFirstStep().observe(look(15, 0, 3), 15);
    assert.equal(viewRelease(waiting.events)?.status, 'rolling-out');
    assert.match(viewRelease(waiting.events)?.headline ?? '', /3 of 10 requests/);
  });

  it('rolls back a canary that breaks its objective, ends when traffic and incident are done, and tells its watchers then', () => {
    let release = inFirstStep();
    for (let second = 15; release.state.phase === 'rolling-out' && second < 120; second += 5)
      release = release.observe(look(second, 20), second);
    assert.deepEqual(nextMove(release.state, at(120)), { kind: 'roll-back', step: 'traffic' });
    assert.equal(release.state.phase !== 'none' && wantedTrafficPercent(release.state), 0);
    release = release.observe({ kind: 'rollback-step-done', step: 'traffic', exposedRequests: 7777 }, 121);
    assert.equal(release.state.phase, 'rolling-back');
    release = release.observe({ kind: 'rollback-step-done', step: 'incident', exposedRequests: undefined }, 121);
    assert.equal(release.state.phase, 'ended');
    assert.deepEqual(nextMove(release.state, at(121)), { kind: 'roll-back', step: 'notify' });
    release = release.observe({ kind: 'rollback-step-done', step: 'notify', exposedRequests: undefined }, 122);
    assert.deepEqual(nextMove(release.state, at(122)), { kind: 'none' });
    const view = viewRelease(release.events);
    assert.equal(view?.status, 'rolled-back');
    assert.match(view?.headline ?? '', /^Blocked by the canary gate: candidate error rate 20 %/);
    assert.equal(view?.exposedRequests, 7777);
  });

  it('holds on stale evidence and goes on when it is fresh again; it is never rolled back for it', () => {
    const stale = inFirstStep()
      .observe(look(15, 0, 3), 15)
      .observe({ kind: 'canary-look', looks: [], newestSampleMs: undefined, exposedRequests: 0 }, 80);
    assert.equal(viewRelease(stale.events)?.status, 'held');
    const back = stale.observe(look(85, 0, 3), 85);
    assert.equal(viewRelease(back.events)?.status, 'rolling-out');
  });

  it('rolls back a candidate that stopped answering scrapes while the baseline went on', () => {
    const silent = { kind: 'canary-look', looks: [], newestSampleMs: at(15), exposedRequests: 0 } as const;
    const alive = inFirstStep().observe(look(15, 0, 3), 15);
    assert.equal(alive.observe({ ...silent, baselineAloneSeconds: 30 }, 50).state.phase, 'rolling-out');
    const down = alive.observe({ ...silent, baselineAloneSeconds: 35 }, 50);
    assert.equal(down.state.phase, 'rolling-back');
    assert.match(viewRelease(down.events)?.headline ?? '', /candidate is down while the baseline answers/);
  });

  it('holds once while the world fails, however often it does', () => {
    const once = inFirstStep().observe({ kind: 'world-failed', code: 'metrics', problem: 'the metrics are out of reach' }, 20);
    const twice = once.observe({ kind: 'world-failed', code: 'metrics', problem: 'the metrics are still out of reach' }, 25);
    assert.equal(once.news.length, 1);
    assert.equal(twice.news.length, 0);
    assert.equal(twice.state.phase, 'rolling-out');
  });

  it('is aborted at its deadline: at once before traffic, by a rollback after', () => {
    const early = requestedRelease().observe(baseline);
    assert.equal(nextMove(early.state, at(3600)).kind, 'expire');
    assert.equal(viewRelease(early.observe({ kind: 'expired', waitingFor: 'x' }, 3600).events)?.status, 'aborted');
    assert.equal(inFirstStep().observe({ kind: 'expired', waitingFor: 'x' }, 3600).state.phase, 'rolling-back');
  });

  it('waits for a person where the plan says so, and only then', () => {
    const [first, last] = samplePlan.steps;
    assert.ok(first !== undefined && last !== undefined);
    const plan = { ...samplePlan, steps: [{ ...first, needsApproval: true }, last] };
    const early = inFirstStep(plan).command({ kind: 'promote', actor: 'op', reason: 'looks good' }, 12);
    assert.match(early.refusal ?? '', /evidence is missing/);
    const waiting = inFirstStep(plan).observe(look(15, 0), 15);
    assert.equal(viewRelease(waiting.events)?.actions.promote.allowed, true);
    assert.equal(viewRelease(waiting.events)?.status, 'held');
    const promoted = waiting.command({ kind: 'promote', actor: 'op', reason: 'looks good' }, 30);
    assert.equal(promoted.state.phase !== 'none' && promoted.state.phase !== 'ended' && wantedTrafficPercent(promoted.state), 100);
    assert.match(waiting.command({ kind: 'promote', actor: 'op', reason: ' ' }, 30).refusal ?? '', /reason/);
  });

  it('waits at the approval gate for an approval or a denial', () => {
    const plan = { ...samplePlan, gates: ['approval'] as const };
    const asked = requestedRelease(plan).observe(baseline).observe({ kind: 'gate-started', gate: 'approval', attempt: 1 });
    assert.equal(nextMove(asked.state, at(1)).kind, 'wait');
    assert.deepEqual(nextMove(asked.command({ kind: 'approve', actor: 'op', reason: 'reviewed' }).state, at(1)), { kind: 'start-canary' });
    const denied = asked.command({ kind: 'deny', actor: 'op', reason: 'not today' });
    assert.equal(viewRelease(denied.events)?.headline, 'Blocked by the approval gate: Denied by op: not today');
    assert.match(requestedRelease().command({ kind: 'approve', actor: 'op', reason: 'x' }).refusal ?? '', /Nothing waits/);
  });

  it('can be aborted at any time before it ends, once', () => {
    const abort = { kind: 'abort', actor: 'op', reason: 'wrong build' } as const;
    assert.equal(viewRelease(requestedRelease().command(abort).events)?.status, 'aborted');
    const rolling = inFirstStep().command(abort, 20);
    assert.equal(rolling.state.phase, 'rolling-back');
    assert.match(rolling.command(abort, 21).refusal ?? '', /being rolled back/);
    assert.match(requestedRelease().command(abort).command(abort).refusal ?? '', /has ended/);
  });

  it('refuses a fix without a reason, and a second request', () => {
    const request = {
      kind: 'request',
      releaseId: 'test.workflow-service.1',
      service: 'workflow-service',
      environment: 'test',
      version: 'v3',
      plan: samplePlan,
      actor: 'ci',
      reason: ' ',
      fix: true,
    } as const;
    assert.deepEqual(decideCommand({ phase: 'none' }, request, at(0)), {
      ok: false,
      sentence: 'A fix that may pass a spent error budget needs a reason; it is kept in the ledger.',
    });
    assert.match(requestedRelease().command(request).refusal ?? '', /exists already/);
  });
});
