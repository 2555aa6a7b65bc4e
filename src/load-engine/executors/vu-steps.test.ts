import assert from 'node:assert/strict';
import { WHOLE_SHARE } from '../options/share.ts';
import { vuSteps } from './vu-steps.ts';

describe('vuSteps', () => {
  it('adds a user whenever the line reaches it, and takes one away when it has come down to the one before', () => {
    const stages = [
      { durationMs: 3000, target: 3 },
      { durationMs: 2000, target: 1 },
    ];
    assert.deepEqual(vuSteps({ users: WHOLE_SHARE, startVus: 0, stages }), [
      { atMs: 0, vus: 0 },
      { atMs: 1000, vus: 1 },
      { atMs: 2000, vus: 2 },
      { atMs: 3000, vus: 3 },
      { atMs: 4000, vus: 2 },
      { atMs: 5000, vus: 1 },
    ]);
  });

  it('changes nothing in a flat stage, and jumps in one without a duration', () => {
    const stages = [
      { durationMs: 1000, target: 2 },
      { durationMs: 0, target: 9 },
    ];
    assert.deepEqual(vuSteps({ users: WHOLE_SHARE, startVus: 2, stages }), [
      { atMs: 0, vus: 2 },
      { atMs: 1000, vus: 9 },
    ]);
  });
});
