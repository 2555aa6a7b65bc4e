import type { SloStatus } from '../../control/control-plane.ts';
import type { ReleaseView } from '../../domain/release/release-view.ts';

/** A release as it stands in the middle of its first step, with some of it changed. */
export function releaseInTest(change: Partial<ReleaseView>): ReleaseView {
  return {
    releaseId: 'production.workflow-service.7',
    service: 'workflow-service',
    environment: 'production',
    version: 'v2',
    baseline: 'v1',
    status: 'rolling-out',
    headline: 'Candidate p95 84 ms, baseline 81 ms (n = 1,204).',
    verdict: 'inconclusive',
    fix: false,
    requestedBy: 'ci',
    requestedAtMs: 1_700_000_000_000,
    endedAtMs: undefined,
    deadlineAtMs: 1_700_003_600_000,
    trafficPercent: 10,
    exposedRequests: 1204,
    step: 0,
    steps: [
      { trafficPercent: 10, state: 'running' },
      { trafficPercent: 100, state: 'waiting' },
    ],
    gates: [
      { gate: 'freeze', state: 'pass', attempt: 1, reasons: [] },
      { gate: 'load', state: 'running', attempt: 2, reasons: [] },
    ],
    actions: {
      approve: { allowed: false, because: 'No gate waits for a person.' },
      promote: { allowed: false, because: 'Evidence is missing.' },
      abort: { allowed: true, because: 'The release is running.' },
    },
    timeline: [
      { atMs: 1_700_000_000_000, kind: 'ReleaseRequested', sentence: 'ci requested v2', actor: 'ci' },
      { atMs: 1_700_000_060_000, kind: 'StepStarted', sentence: 'Step 1: 10 %', actor: 'sluice' },
    ],
    ...change,
  };
}

/** An SLO with budget left, with some of it changed. */
export function sloInTest(change: Partial<SloStatus>): SloStatus {
  return {
    service: 'workflow-service',
    slo: 'workflow-service-availability',
    displayName: 'Availability',
    target: 0.999,
    windowSeconds: 2_592_000,
    budgetRemaining: 0.88,
    burnRates: [{ windowSeconds: 300, burnRate: 0.4, coverage: 1, total: 1000, bad: 1 }],
    secondsToExhaustion: undefined,
    note: undefined,
    ...change,
  };
}
