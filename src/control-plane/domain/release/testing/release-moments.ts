import type { GateResult } from '../../gate/gate-result.ts';
import type { Verdict } from '../../gate/verdict.ts';
import type { Observation } from '../decide-observation.ts';
import type { EarlyGate } from '../release-plan.ts';
import { type DrivenRelease, requestedMs, requestedRelease } from './drive-release.ts';
import { sampleObjective, samplePlan } from './sample-plan.ts';

/** Seconds after the request, in milliseconds since 1970. */
export const at = (seconds: number): number => requestedMs + seconds * 1000;

/** A gate's result with one reason. */
export function resultOf(gate: EarlyGate, verdict: Verdict): GateResult {
  return { gate, verdict, reasons: [{ rule: 'test', verdict, sentence: `${gate} is ${verdict}.` }], evidence: null };
}

/** The release after one run of a gate. */
export function gate(release: DrivenRelease, name: EarlyGate, verdict: Verdict, seconds = 0): DrivenRelease {
  return release
    .observe({ kind: 'gate-started', gate: name, attempt: 1 }, seconds)
    .observe({ kind: 'gate-result', attempt: 1, result: resultOf(name, verdict) }, seconds);
}

/** v1 has all the traffic. */
export const baseline: Observation = { kind: 'baseline', baseline: 'v1', candidateUrl: 'http://127.0.0.1:1' };
/** The sample objective is what the canary is watched on. */
export const ready: Observation = { kind: 'canary-ready', objectives: [sampleObjective] };
/** The router shows a weight. */
export const confirmed = (trafficPercent: number): Observation => ({ kind: 'weight-confirmed', trafficPercent, exposedRequests: 0 });

/** A look that counted one scrape of the candidate beside a healthy baseline. */
export function look(seconds: number, candidateBad: number, total = 100): Observation {
  const scrapes = [{ atMs: at(seconds), candidate: { bad: candidateBad, total }, baseline: { bad: 0, total: 900 } }];
  return { kind: 'canary-look', looks: [{ objective: 'error-rate', scrapes }], newestSampleMs: at(seconds), exposedRequests: 5 * seconds };
}

/** A release whose gates have passed. */
export function gated(plan = samplePlan): DrivenRelease {
  return gate(gate(requestedRelease(plan).observe(baseline), 'contract', 'pass'), 'load', 'pass');
}

/** A release whose first step's weight was confirmed ten seconds after the request. */
export function inFirstStep(plan = samplePlan): DrivenRelease {
  return gated(plan).observe(ready, 10).observe(confirmed(10), 10);
}
