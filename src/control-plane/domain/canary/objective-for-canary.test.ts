import assert from 'node:assert/strict';
import { availability } from '../slo/testing/given-objective.ts';
import { dispersion } from './dispersion.ts';
import { objectiveForCanary } from './objective-for-canary.ts';

const unknown = dispersion(new Map(), 15);

describe('objectiveForCanary', () => {
  it('keeps budget, counters and how failures scatter', () => {
    const objective = objectiveForCanary(availability, unknown);
    assert.deepEqual(objective, {
      kind: 'errors',
      name: 'workflow-service-availability',
      description: 'availability',
      budget: 0.001,
      phi: 4,
      phiSource: unknown.source,
      blockSeconds: 0,
      query: 'http_requests_total{code=~"5.."} / http_requests_total',
    });
  });

  it('keeps the threshold of a latency objective', () => {
    const indicator = { total: 'count', good: 'bucket{le="0.2"}' };
    const objective = objectiveForCanary({ ...availability, kind: 'latency', thresholdMs: 200, indicator }, unknown);
    assert.deepEqual([objective.kind === 'latency' && objective.thresholdMs, objective.query], [200, 'bucket{le="0.2"} / count']);
  });
});
