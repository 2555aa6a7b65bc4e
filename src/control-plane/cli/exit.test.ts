import assert from 'node:assert/strict';
import type { ReleaseView } from '../domain/release/release-view.ts';
import { decideGates, decideRelease, decideSlos, exitCodes } from './exit.ts';
import { gateResultNamed } from './testing/gate-results.ts';
import { releaseInTest, sloInTest } from './testing/views.ts';

describe('exit codes', () => {
  it('are what scripts were promised', () => {
    assert.deepEqual(exitCodes, {
      passed: 0,
      accepted: 0,
      error: 1,
      usage: 2,
      blocked: 3,
      inconclusive: 4,
      approval: 5,
      'timed-out': 124,
      interrupted: 130,
    });
  });
});

describe('decideGates', () => {
  it('tells a breach, an error of ours, no answer and a pass apart', () => {
    const decided = ['blocked', 'broken', 'inconclusive', 'passing'].map((name) => decideGates(gateResultNamed(name).gates));
    assert.deepEqual(decided, ['blocked', 'error', 'inconclusive', 'passed']);
  });

  it('is inconclusive when no gate ran: no evidence is not a yes', () => {
    assert.equal(decideGates([]), 'inconclusive');
  });

  it('lets a measured breach outweigh an error', () => {
    assert.equal(decideGates([...gateResultNamed('broken').gates, ...gateResultNamed('blocked').gates]), 'blocked');
  });
});

function decide(change: Partial<ReleaseView>) {
  return decideRelease(releaseInTest(change));
}

describe('decideRelease', () => {
  it('passes only a promoted release', () => {
    assert.equal(decide({ status: 'promoted', verdict: 'pass' }), 'passed');
    for (const status of ['gating', 'rolling-out', 'held', 'rolling-back'] as const)
      assert.equal(decide({ status, verdict: 'pass' }), 'inconclusive');
  });

  it('tells blocked by a breach from ended for lack of evidence', () => {
    assert.equal(decide({ status: 'blocked', verdict: 'fail' }), 'blocked');
    assert.equal(decide({ status: 'rolled-back', verdict: 'fail' }), 'blocked');
    assert.equal(decide({ status: 'aborted', verdict: 'inconclusive' }), 'inconclusive');
  });

  it('is blocked when a person ended it, whatever the evidence', () => {
    assert.equal(
      decide({
        status: 'aborted',
        verdict: 'inconclusive',
        timeline: [{ atMs: 1, kind: 'ReleaseEnded', sentence: 'aborted', actor: 'ada' }],
      }),
      'blocked',
    );
  });

  it('is an approval that was denied, or one that is awaited', () => {
    assert.equal(
      decide({ status: 'blocked', verdict: 'fail', gates: [{ gate: 'approval', state: 'fail', attempt: 1, reasons: [] }] }),
      'approval',
    );
    const { actions } = releaseInTest({});
    assert.equal(decide({ status: 'held', actions: { ...actions, promote: { allowed: true, because: 'waits' } } }), 'approval');
  });
});

describe('decideSlos', () => {
  it('is blocked by a spent budget, inconclusive without data or SLOs, and passed otherwise', () => {
    assert.equal(decideSlos([sloInTest({ budgetRemaining: 0 }), sloInTest({ budgetRemaining: undefined })]), 'blocked');
    assert.equal(decideSlos([sloInTest({}), sloInTest({ budgetRemaining: undefined })]), 'inconclusive');
    assert.equal(decideSlos([]), 'inconclusive');
    assert.equal(decideSlos([sloInTest({})]), 'passed');
  });
});
