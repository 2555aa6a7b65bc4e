import assert from 'node:assert/strict';
import { maximumVus, plannedVus, type Scenario } from '../options/scenario.ts';
import { WHOLE_SHARE } from '../options/share.ts';
import { readyVus } from './ready-vus.ts';

const vus = (startTimeMs: number, count: number): Scenario => ({
  name: `at${startTimeMs}`,
  executor: 'constant-vus',
  vus: count,
  durationMs: 1000,
  startTimeMs,
  gracefulStopMs: 500,
  exec: 'default',
  env: {},
  tags: {},
  starts: WHOLE_SHARE,
});

describe('readyVus', () => {
  it('adds up scenarios that overlap, their graceful stop included', () => assert.equal(readyVus([vus(0, 3), vus(1500, 4)]), 7));

  it('reuses the users of a scenario that has ended', () => assert.equal(readyVus([vus(0, 3), vus(1501, 4)]), 4));

  it('needs none for no scenario', () => assert.equal(readyVus([]), 0));

  it('plans no more users than there are iterations to share', () => {
    const base = { ...vus(0, 1), executor: 'shared-iterations', vus: 10, iterations: 4, maxDurationMs: 1 } as const;
    assert.equal(plannedVus(base), 4);
    assert.equal(maximumVus({ ...base, executor: 'per-vu-iterations' }), 10);
  });
});
