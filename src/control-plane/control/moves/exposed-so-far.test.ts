import assert from 'node:assert/strict';
import { evolveRelease } from '../../domain/release/evolve-release.ts';
import { type LiveRelease, noRelease } from '../../domain/release/release-state.ts';
import { quickPlan } from '../testing/small-world.ts';
import { exposedSoFar } from './exposed-so-far.ts';

function releaseWith(counts: Pick<LiveRelease, 'exposedBefore' | 'exposedRequests'>): LiveRelease {
  const request = { releaseId: 'test.checkout.1', service: 'checkout', environment: 'test', version: 'v2', plan: quickPlan, actor: 'ci' };
  const state = evolveRelease(noRelease, { kind: 'ReleaseRequested', ...request, reason: undefined, fix: false, atMs: 0 });
  assert.ok(state.phase !== 'none');
  return { ...state, ...counts };
}

const showing = (exposed: Readonly<Record<string, number>>) => ({ revision: 1, weights: {}, urls: {}, exposed });

describe('exposedSoFar', () => {
  it('leaves out what earlier releases of the version were exposed to', () => {
    assert.equal(exposedSoFar(releaseWith({ exposedBefore: 500, exposedRequests: 0 }), showing({ v2: 530 })), 30);
  });

  it('is never negative and never falls when the router lost some of its count, or the version', () => {
    assert.equal(exposedSoFar(releaseWith({ exposedBefore: 500, exposedRequests: 0 }), showing({ v2: 490 })), 0);
    assert.equal(exposedSoFar(releaseWith({ exposedBefore: 500, exposedRequests: 20 }), showing({ v2: 510 })), 20);
    assert.equal(exposedSoFar(releaseWith({ exposedBefore: 500, exposedRequests: 20 }), showing({})), 20);
  });
});
