import assert from 'node:assert/strict';
import { decideCommand } from './decide-command.ts';
import { decideObservation } from './decide-observation.ts';
import { replayRelease } from './evolve-release.ts';
import { nextMove } from './next-move.ts';
import { type DrivenRelease, requestedRelease } from './testing/drive-release.ts';
import { at, baseline, confirmed, gate, gated, inFirstStep, look, ready, resultOf } from './testing/release-moments.ts';
import { sampleObjective, samplePlan } from './testing/sample-plan.ts';
import { viewRelease } from './view-release.ts';

function waitingFor({ state }: DrivenRelease): string {
  const move = nextMove(state, at(3600));
  return move.kind === 'expire' ? move.waitingFor : move.kind;
}

/** A plan whose first step waits for a person. */
function personPlan() {
  const [first, last] = samplePlan.steps;
  assert.ok(first !== undefined && last !== undefined);
  return { ...samplePlan, steps: [{ ...first, needsApproval: true }, last] };
}

/** A release whose traffic is back and whose incident is open. */
function undone(release: DrivenRelease): DrivenRelease {
  return release
    .observe({ kind: 'rollback-step-done', step: 'traffic', exposedRequests: 5 }, 30)
    .observe({ kind: 'rollback-step-done', step: 'incident', exposedRequests: undefined }, 30);
}

describe('a release that does not go on', () => {
  it('is held anew when it is held for something else, but not for other numbers', () => {
    const metrics = inFirstStep().observe({ kind: 'world-failed', code: 'metrics', problem: 'no answer in 10 s' }, 20);
    assert.equal(metrics.observe({ kind: 'world-failed', code: 'metrics', problem: 'no answer in 11 s' }, 25).news.length, 0);
    const router = metrics.observe({ kind: 'world-failed', code: 'router', problem: 'the router is away' }, 30);
    assert.equal(viewRelease(router.events)?.headline, 'Held: the router is away');
  });

  it('says what its deadline found it waiting for', () => {
    assert.equal(waitingFor(requestedRelease().observe(baseline)), 'the contract gate.');
    assert.equal(waitingFor(gated()), 'the start of the canary.');
    assert.equal(waitingFor(inFirstStep()), 'the evidence of step 1.');
    assert.equal(waitingFor(gate(requestedRelease().observe(baseline), 'contract', 'inconclusive')), 'contract is inconclusive.');
    assert.equal(waitingFor(inFirstStep().command({ kind: 'abort', actor: 'op', reason: 'x' })), 'roll-back');
  });

  it('asks the gates of the moment again before its first step when they passed too long ago', () => {
    const plan = { ...samplePlan, gates: ['freeze', 'contract'] as const };
    const passed = gate(gate(requestedRelease(plan).observe(baseline), 'freeze', 'pass'), 'contract', 'pass', 30);
    assert.equal(nextMove(passed.state, at(30)).kind, 'start-canary');
    assert.deepEqual(nextMove(passed.state, at(31)), { kind: 'run-gate', gate: 'freeze', attempt: 2 });
    const frozen = gate(passed, 'freeze', 'inconclusive', 31);
    assert.equal(frozen.observe(ready, 32).news.length, 0, 'started although it is frozen');
  });

  it('asks them once when the canary can start at last, and not all the time that it cannot', () => {
    const plan = { ...samplePlan, gates: ['freeze'] as const };
    const passed = gate(requestedRelease(plan).observe(baseline), 'freeze', 'pass');
    const held = passed.observe({ kind: 'world-failed', code: 'metrics', problem: 'no answer' }, 10);
    assert.equal(nextMove(held.state, at(600)).kind, 'start-canary');
    const answered = held.observe(ready, 600);
    assert.deepEqual(
      answered.news.map(({ kind }) => kind),
      ['ReleaseResumed'],
    );
    assert.deepEqual(nextMove(answered.state, at(600)), { kind: 'run-gate', gate: 'freeze', attempt: 2 });
    const again = answered
      .observe({ kind: 'gate-started', gate: 'freeze', attempt: 2 }, 600)
      .observe({ kind: 'gate-result', attempt: 2, result: resultOf('freeze', 'pass') }, 600);
    assert.equal(again.observe(ready, 601).state.phase, 'rolling-out');
  });

  it('does not start a canary that could not be judged: it holds and tells the fault', () => {
    const unjudged = gated().observe({ kind: 'canary-ready', objectives: [] });
    assert.match(viewRelease(unjudged.events)?.headline ?? '', /^Held: The canary cannot be judged: a canary needs at least one objective/);
    assert.equal(unjudged.observe({ kind: 'canary-ready', objectives: [] }).news.length, 0);
    const stepless = gated({ ...samplePlan, steps: [] }).observe(ready);
    assert.match(viewRelease(stepless.events)?.headline ?? '', /the plan has no step/);
    assert.equal(gated().observe({ kind: 'canary-ready', objectives: [{ ...sampleObjective, phi: Number.NaN }] }).state.phase, 'preparing');
  });

  it('holds on a look that cannot be counted, and counts nothing of it', () => {
    const odd = inFirstStep().observe(look(15, 0, Number.POSITIVE_INFINITY), 15);
    assert.match(viewRelease(odd.events)?.headline ?? '', /^Held: impossible counts for error-rate/);
    assert.equal(odd.state.phase !== 'none' && odd.state.lastLookMs, undefined);
    assert.equal(odd.observe(look(20, 0, Number.POSITIVE_INFINITY), 20).news.length, 0);
  });

  it('is no silence while the candidate warms up, and one when it stays silent after', () => {
    const plan = { ...samplePlan, canary: { ...samplePlan.canary, warmUpSeconds: 60 } };
    const silent = { kind: 'canary-look', looks: [], newestSampleMs: undefined, exposedRequests: 0 } as const;
    const warming = inFirstStep(plan).observe(silent, 60);
    assert.equal(viewRelease(warming.events)?.status, 'rolling-out');
    assert.equal(viewRelease(warming.observe(silent, 101).events)?.status, 'held');
  });

  it('warms up from its first traffic on, however long the router took', () => {
    const plan = { ...samplePlan, canary: { ...samplePlan.canary, warmUpSeconds: 60 } };
    const late = gated(plan).observe(ready, 10).observe(confirmed(10), 500);
    assert.equal(late.state.phase !== 'none' && late.state.canary?.startedMs, at(500));
    const cold = late.observe(look(520, 100), 520).observe(look(540, 100), 540).observe(look(560, 100), 560);
    assert.equal(cold.state.phase, 'rolling-out');
    const second = inFirstStep().observe(look(15, 0), 15).observe(confirmed(100), 500);
    assert.equal(second.state.phase !== 'none' && second.state.canary?.startedMs, at(10));
  });

  it('cannot be promoted by a person on a pass of long ago', () => {
    const [first, last] = samplePlan.steps;
    assert.ok(first !== undefined && last !== undefined);
    const plan = { ...samplePlan, steps: [{ ...first, needsApproval: true }, last] };
    const promote = { kind: 'promote', actor: 'op', reason: 'looks good' } as const;
    const stale = inFirstStep(plan)
      .observe(look(15, 0), 15)
      .observe({ kind: 'canary-look', looks: [], newestSampleMs: undefined, exposedRequests: 0 }, 80);
    assert.match(stale.command(promote, 81).refusal ?? '', /its newest look does not: the candidate's newest sample is 65 s old/);
    assert.equal(viewRelease(stale.events)?.actions.promote.allowed, false);
    const worse = inFirstStep(plan).observe(look(15, 0), 15).observe(look(20, 6), 20);
    assert.match(worse.command(promote, 21).refusal ?? '', /its newest look does not: it looks worse by now/);
    assert.equal(stale.observe(look(85, 0), 85).command(promote, 86).refusal, undefined);
  });

  it('cannot be promoted by a person while looks fail to come, nor after its deadline', () => {
    const waiting = inFirstStep(personPlan()).observe(look(15, 0), 15);
    const promote = { kind: 'promote', actor: 'op', reason: 'looks good' } as const;
    assert.equal(waiting.command(promote, 45).refusal, undefined);
    assert.equal(
      waiting.command(promote, 46).refusal,
      'The newest sample of the candidate is 31 s old, older than 30 s: wait for the next look.',
    );
    assert.equal(viewRelease(waiting.events, at(45))?.actions.promote.allowed, true);
    assert.match(viewRelease(waiting.events, at(46))?.actions.promote.because ?? '', /wait for the next look/);
    const uncounted = waiting.state.phase === 'none' ? waiting.state : { ...waiting.state, newestSampleMs: at(46) };
    const decision = decideCommand(uncounted, promote, at(46));
    assert.match(decision.ok ? '' : decision.sentence, /^No scrape of error-rate .* counted: for 31 s\. Wait for the next look\.$/);
    const late = waiting.observe(look(3599, 0), 3599);
    assert.equal(late.command(promote, 3599).refusal, undefined);
    assert.match(late.command(promote, 3600).refusal ?? '', /deadline has passed/);
    assert.equal(viewRelease(late.events, at(3600))?.actions.promote.allowed, false);
  });

  it('is not approved after its deadline, and no look promotes it then', () => {
    const plan = { ...samplePlan, gates: ['approval'] as const };
    const asked = requestedRelease(plan).observe(baseline).observe({ kind: 'gate-started', gate: 'approval', attempt: 1 });
    assert.match(asked.command({ kind: 'approve', actor: 'op', reason: 'reviewed' }, 3600).refusal ?? '', /deadline has passed/);
    assert.equal(viewRelease(asked.events, at(3599))?.actions.approve.allowed, true);
    assert.equal(viewRelease(asked.events, at(3600))?.actions.approve.allowed, false);
    assert.equal(asked.command({ kind: 'deny', actor: 'op', reason: 'too late' }, 3600).state.phase, 'ended');
    const late = inFirstStep().observe(look(3600, 0), 3600);
    assert.deepEqual([late.state.phase, late.state.phase !== 'none' && late.state.passedSteps], ['rolling-out', 1]);
    assert.equal(nextMove(late.state, at(3600)).kind, 'expire');
  });

  it('leaves the canary inconclusive when it is given up for something else', () => {
    const aborted = inFirstStep().command({ kind: 'abort', actor: 'op', reason: 'wrong build' }, 20);
    assert.equal(viewRelease(inFirstStep().events)?.gates.at(-1)?.state, 'running');
    assert.equal(viewRelease(aborted.events)?.gates.at(-1)?.state, 'inconclusive');
    assert.equal(viewRelease(undone(aborted).events)?.gates.at(-1)?.state, 'inconclusive');
  });

  it('has ended when its watchers cannot be told, tries again with growing pauses, and gives up after ten tries', () => {
    let release = undone(inFirstStep().command({ kind: 'abort', actor: 'op', reason: 'wrong build' }, 20));
    const failure = { kind: 'world-failed', code: 'notifier', problem: 'The webhook does not answer.' } as const;
    let seconds = 30;
    for (const pause of [5, 10, 20, 40, 80, 160, 320, 600, 600]) {
      release = release.observe(failure, seconds);
      assert.deepEqual(nextMove(release.state, at(seconds)), { kind: 'wait', untilMs: at(seconds + pause) });
      seconds += pause;
      assert.deepEqual(nextMove(release.state, at(seconds)), { kind: 'roll-back', step: 'notify' });
    }
    assert.equal(viewRelease(release.events)?.status, 'rolled-back');
    release = release.observe(failure, seconds);
    assert.deepEqual(nextMove(release.state, at(seconds)), { kind: 'none' });
    assert.equal(release.observe(failure, seconds).news.length, 0);
    const told = viewRelease(release.events)?.timeline.at(-1)?.sentence;
    assert.equal(told, 'The watchers could not be told: The webhook does not answer.');
  });

  it('ends by its last step done again when a crash left it undone and not ended', () => {
    const aborted = inFirstStep().command({ kind: 'abort', actor: 'op', reason: 'wrong build' }, 20);
    const cut = undone(aborted).events.filter(({ kind }) => kind !== 'ReleaseEnded');
    const state = replayRelease(cut);
    assert.deepEqual(nextMove(state, at(40)), { kind: 'roll-back', step: 'incident' });
    const again = decideObservation(state, { kind: 'rollback-step-done', step: 'incident', exposedRequests: undefined }, at(40));
    assert.deepEqual(
      again.map(({ kind }) => kind),
      ['ReleaseEnded'],
    );
  });

  it('says why it is not undone yet, and goes on saying why it is undone', () => {
    const aborted = inFirstStep().command({ kind: 'abort', actor: 'op', reason: 'wrong build' }, 20);
    const stuck = aborted.observe({ kind: 'world-failed', code: 'router', problem: 'The router is away.' }, 21);
    assert.equal(viewRelease(stuck.events)?.headline, 'Aborted by op: wrong build. Not undone yet: The router is away.');
    assert.equal(viewRelease(stuck.events)?.status, 'rolling-back');
    const done = stuck.observe({ kind: 'rollback-step-done', step: 'traffic', exposedRequests: 5 }, 30);
    assert.equal(viewRelease(done.events)?.headline, 'Aborted by op: wrong build');
  });
});
