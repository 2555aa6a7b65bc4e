import { type CanaryObjective, objectiveFaults } from '../canary/canary-objective.ts';
import { policyFaults } from '../canary/canary-policy.ts';
import type { GateResult } from '../gate/gate-result.ts';
import { decideLook, type LookObservation } from './decide-look.ts';
import { giveUp } from './give-up.ts';
import { held, heldForEvidence, resumed } from './hold.ts';
import { owesNotice } from './notice.ts';
import type { ReleaseEvent, RollbackStep } from './release-event.ts';
import type { EarlyGate } from './release-plan.ts';
import { everyGatePassed, type LiveRelease, outdatedGate, type ReleaseState, rollbackSteps } from './release-state.ts';

/** What came of a move: what was seen of the world, or that the world failed, with the code of its error. */
export type Observation =
  | { readonly kind: 'expired'; readonly waitingFor: string }
  | { readonly kind: 'baseline'; readonly baseline: string; readonly candidateUrl: string; readonly exposedBefore?: number }
  | { readonly kind: 'gate-started'; readonly gate: EarlyGate; readonly attempt: number }
  | { readonly kind: 'gate-result'; readonly attempt: number; readonly result: GateResult }
  | { readonly kind: 'gate-error'; readonly gate: EarlyGate; readonly attempt: number; readonly code: string; readonly problem: string }
  | { readonly kind: 'canary-ready'; readonly objectives: readonly CanaryObjective[] }
  | { readonly kind: 'weight-confirmed'; readonly trafficPercent: number; readonly exposedRequests: number }
  | ({ readonly kind: 'canary-look' } & LookObservation)
  | { readonly kind: 'rollback-step-done'; readonly step: RollbackStep; readonly exposedRequests: number | undefined }
  | { readonly kind: 'world-failed'; readonly code: string; readonly problem: string };

/** The events that an observation leads to; empty when there is nothing new to record. */
export function decideObservation(state: ReleaseState, observation: Observation, nowMs: number): readonly ReleaseEvent[] {
  if (state.phase === 'none') return [];
  if (state.phase === 'ended') return decideNotice(state, observation, nowMs);
  switch (observation.kind) {
    case 'expired':
      return state.phase === 'rolling-back' ? [] : giveUp(state, { kind: 'deadline', waitingFor: observation.waitingFor }, nowMs);
    case 'baseline':
      return [
        {
          kind: 'BaselineIdentified',
          baseline: observation.baseline,
          candidateUrl: observation.candidateUrl,
          exposedBefore: observation.exposedBefore ?? 0,
          atMs: nowMs,
        },
        ...resumed(state, nowMs),
      ];
    case 'gate-started':
      return startGate(state, observation.gate, observation.attempt, nowMs);
    case 'gate-result':
      return completeGate(state, observation.attempt, observation.result, nowMs);
    case 'gate-error':
      return failToRunGate(state, observation, nowMs);
    case 'canary-ready':
      return startCanaryAndFirstStep(state, observation.objectives, nowMs);
    case 'weight-confirmed':
      return [
        { kind: 'WeightConfirmed', trafficPercent: observation.trafficPercent, exposedRequests: observation.exposedRequests, atMs: nowMs },
        ...resumed(state, nowMs),
      ];
    case 'canary-look':
      return decideLook(state, observation, nowMs);
    case 'rollback-step-done':
      return completeRollbackStep(state, observation, nowMs);
    case 'world-failed':
      return held(state, { cause: 'world', about: observation.code, sentence: observation.problem }, nowMs);
  }
}

function startGate(release: LiveRelease, gate: EarlyGate, attempt: number, nowMs: number): readonly ReleaseEvent[] {
  const started: ReleaseEvent = { kind: 'GateStarted', gate, attempt, atMs: nowMs };
  if (gate !== 'approval') return [started];
  return [started, ...held(release, { cause: 'approval', about: 'approval', sentence: 'The release waits for an approval.' }, nowMs)];
}

function completeGate(release: LiveRelease, attempt: number, result: GateResult, nowMs: number): readonly ReleaseEvent[] {
  const completed: ReleaseEvent = { kind: 'GateCompleted', attempt, result, atMs: nowMs };
  if (result.gate === 'canary') return [];
  switch (result.verdict) {
    case 'pass':
      return [completed, ...resumed(release, nowMs)];
    case 'inconclusive': {
      const missing = result.reasons.filter((reason) => reason.verdict === 'inconclusive');
      return [completed, ...heldForEvidence(release, missing, nowMs)];
    }
    case 'fail':
      return [completed, ...giveUp(release, { kind: 'gate', gate: result.gate, reasons: result.reasons }, nowMs)];
  }
}

function failToRunGate(
  release: LiveRelease,
  { gate, attempt, code, problem }: Extract<Observation, { kind: 'gate-error' }>,
  nowMs: number,
): readonly ReleaseEvent[] {
  const sentence = `The ${gate} gate could not be run: ${problem}`;
  return [{ kind: 'GateErrored', gate, attempt, problem, atMs: nowMs }, ...held(release, { cause: 'world', about: code, sentence }, nowMs)];
}

/** A canary that could not be judged is not started: nothing would watch the candidate, and the release is held until that is mended. Where it took long until it can start, the gates of the moment come first. */
function startCanaryAndFirstStep(release: LiveRelease, objectives: readonly CanaryObjective[], nowMs: number): readonly ReleaseEvent[] {
  const first = release.request.plan.steps[0];
  if (release.phase !== 'preparing' || !everyGatePassed(release)) return [];
  const steps = first === undefined ? ['the plan has no step'] : [];
  const faults = [...steps, ...policyFaults(release.request.plan.canary), ...objectiveFaults(objectives)];
  if (first === undefined || faults.length > 0) {
    const sentence = `The canary cannot be judged: ${faults.join('; ')}.`;
    return held(release, { cause: 'evidence', about: 'unjudgeable-canary', sentence }, nowMs);
  }
  if (outdatedGate(release, nowMs) !== undefined) return resumed(release, nowMs);
  return [
    { kind: 'CanaryStarted', objectives, atMs: nowMs },
    { kind: 'StepStarted', step: 0, trafficPercent: first.trafficPercent, atMs: nowMs },
    ...resumed(release, nowMs),
  ];
}

function completeRollbackStep(
  release: LiveRelease,
  { step, exposedRequests }: Extract<Observation, { kind: 'rollback-step-done' }>,
  nowMs: number,
): readonly ReleaseEvent[] {
  if (release.rollback === undefined) return [];
  const { cause, done } = release.rollback;
  const completed: readonly ReleaseEvent[] = done.includes(step)
    ? []
    : [{ kind: 'RollbackStepCompleted', step, exposedRequests, atMs: nowMs }];
  const left = rollbackSteps.filter((each) => each !== step && !done.includes(each));
  if (left.length > 0) return completed.length === 0 ? [] : [...completed, ...resumed(release, nowMs)];
  const exposed = Math.max(release.exposedRequests, exposedRequests ?? 0);
  return [...completed, { kind: 'ReleaseEnded', outcome: 'rolled-back', cause, exposedRequests: exposed, atMs: nowMs }];
}

/** Of a release that has ended, only whether its watchers were told is still news. */
function decideNotice(release: LiveRelease, observation: Observation, nowMs: number): readonly ReleaseEvent[] {
  if (!owesNotice(release)) return [];
  if (observation.kind === 'world-failed') return [{ kind: 'NoticeFailed', problem: observation.problem, atMs: nowMs }];
  const told = observation.kind === 'rollback-step-done' && observation.step === 'notify';
  return told ? [{ kind: 'RollbackStepCompleted', step: 'notify', exposedRequests: undefined, atMs: nowMs }] : [];
}
