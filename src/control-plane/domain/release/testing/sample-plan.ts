import type { CanaryObjective } from '../../canary/canary-objective.ts';
import { defaultCanaryPolicy } from '../../canary/canary-policy.ts';
import type { ReleasePlan } from '../release-plan.ts';

/** A plan with two early gates and two steps, for tests. */
export const samplePlan: ReleasePlan = {
  gates: ['contract', 'load'],
  steps: [
    { trafficPercent: 10, minimumRequests: 10, minimumSeconds: 0, needsApproval: false },
    { trafficPercent: 100, minimumRequests: 10, minimumSeconds: 0, needsApproval: false },
  ],
  canary: { ...defaultCanaryPolicy, warmUpSeconds: 0, advanceOn: 'exposure' },
  deadlineSeconds: 3600,
  retrySeconds: 10,
  stalenessSeconds: 30,
  lookSeconds: 5,
};

/** The one objective that the sample canary is watched on. */
export const sampleObjective: CanaryObjective = {
  kind: 'errors',
  name: 'error-rate',
  description: 'errors < 1 %',
  budget: 0.01,
  phi: 1,
  phiSource: 'a test',
};
