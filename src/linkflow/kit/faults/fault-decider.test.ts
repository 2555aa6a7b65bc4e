import assert from 'node:assert/strict';
import { faultDecider } from './fault-decider.ts';
import type { FaultSet } from './fault-set.ts';

const get = { method: 'GET', route: '/api/v1/workflows/:id' };
const post = { method: 'POST', route: '/api/v1/workflows' };

function failures(faults: FaultSet, spacingMs: number, count: number, request = get): number {
  const decider = faultDecider(faults);
  return Array.from({ length: count }, (_, index) => decider.decide(request, index * spacingMs)).filter(({ fails }) => fails).length;
}

describe('faultDecider', () => {
  it('changes nothing without a fault', () => {
    assert.deepEqual(faultDecider({}).decide(get, 0), { delayMs: 0, fails: false });
  });

  it('delays the share of the requests and leaves the others', () => {
    const decider = faultDecider({ latency: { share: 0.5, addMs: 300 } });
    assert.deepEqual(
      [1, 2, 3, 4].map((ms) => decider.decide(get, ms).delayMs),
      [0, 300, 0, 300],
    );
  });

  it('hits only requests of its method and route', () => {
    assert.equal(failures({ errors: { share: 1, method: 'GET' } }, 1, 10, post), 0);
    assert.equal(failures({ errors: { share: 1, route: '/api/v1/workflows' } }, 1, 10, get), 0);
    assert.equal(failures({ errors: { share: 1, method: 'POST', route: '/api/v1/workflows' } }, 1, 10, post), 10);
  });

  it('stays hidden at a rate at or below its threshold and shows above it', () => {
    const faults: FaultSet = { errors: { share: 1, aboveRequestsPerSecond: 100 } };
    assert.equal(failures(faults, 10, 500), 0);
    assert.equal(failures(faults, 5, 500), 400);
  });

  it('counts only matching requests towards the threshold', () => {
    const decider = faultDecider({ errors: { share: 1, method: 'GET', aboveRequestsPerSecond: 2 } });
    const fails = [post, post, post, get, get, get].map((request) => decider.decide(request, 0).fails);
    assert.deepEqual(fails, [false, false, false, false, false, true]);
  });

  it('decides the same for the same requests at the same times', () => {
    const faults: FaultSet = { errors: { share: 0.3 }, latency: { share: 0.7, addMs: 5 } };
    const run = () => {
      const decider = faultDecider(faults);
      return Array.from({ length: 100 }, (_, index) => decider.decide(get, index));
    };
    assert.deepEqual(run(), run());
  });
});
