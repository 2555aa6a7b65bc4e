import assert from 'node:assert/strict';
import { describeEvent } from './describe-event.ts';
import type { EndCause } from './release-event.ts';
import { at } from './testing/release-moments.ts';

const cause: EndCause = { kind: 'gate', gate: 'load', reasons: [{ rule: 'r', verdict: 'fail', sentence: 'p95 412 ms > 200 ms' }] };

describe('describeEvent', () => {
  it('says how a release ended once', () => {
    const ended = { kind: 'ReleaseEnded', cause, exposedRequests: 0, atMs: at(0) } as const;
    assert.equal(describeEvent({ ...ended, outcome: 'blocked' }), 'Ended: blocked by the load gate: p95 412 ms > 200 ms.');
    assert.equal(describeEvent({ ...ended, outcome: 'rolled-back' }), 'Rolled back: blocked by the load gate: p95 412 ms > 200 ms.');
    assert.equal(
      describeEvent({ kind: 'RollbackStarted', cause, atMs: at(0) }),
      'Rolling back: blocked by the load gate: p95 412 ms > 200 ms.',
    );
  });

  it('tells reasons as sentences, and large numbers with commas', () => {
    const reasons = ['availability is kept (burn rate 0)', 'error rate: 0 %.'].map((sentence) => ({
      rule: 'r',
      verdict: 'pass' as const,
      sentence,
    }));
    const result = { gate: 'budget', verdict: 'pass', reasons, evidence: null } as const;
    assert.equal(
      describeEvent({ kind: 'GateCompleted', attempt: 1, result, atMs: at(0) }),
      'Budget gate: pass. Availability is kept (burn rate 0). Error rate: 0 %.',
    );
    assert.equal(describeEvent({ kind: 'ReleasePromoted', exposedRequests: 5356, atMs: at(0) }), 'Promoted after 5,356 requests.');
  });
});
