import type { CanaryObjective } from '../canary/canary-objective.ts';
import { type CanaryJudgement, judgeCanary } from '../canary/judge-canary.ts';
import type { CanaryLook } from '../canary/observe.ts';
import type { GateResult } from '../gate/gate-result.ts';
import type { Reason } from '../gate/reason.ts';
import { evolveRelease } from './evolve-release.ts';
import { giveUp } from './give-up.ts';
import { startStepOrPromote } from './next-step.ts';
import type { ReleaseEvent, RollbackStep } from './release-event.ts';
import type { EarlyGate } from './release-plan.ts';
import { everyGatePassed, type Hold, type LiveRelease, type ReleaseState, rollbackSteps } from './release-state.ts';

/** What came of a move: what was seen of the world, or that the world failed. */
export type Observation =
  | { readonly kind: 'expired'; readonly waitingFor: string }
  | { readonly kind: 'baseline'; readonly baseline: string; readonly candidateUrl: string }
  | { readonly kind: 'gate-started'; readonly gate: EarlyGate; readonly attempt: number }
  | { readonly kind: 'gate-result'; readonly attempt: number; readonly result: GateResult }
  | { readonly kind: 'gate-error'; readonly gate: EarlyGate; readonly attempt: number; readonly problem: string }
  | { readonly kind: 'canary-ready'; readonly objectives: readonly CanaryObjective[] }
  | { readonly kind: 'weight-confirmed'; readonly trafficPercent: number; readonly exposedRequests: number }
  | {
      readonly kind: 'canary-look';
      readonly looks: readonly CanaryLook[];
      readonly newestSampleMs: number | undefined;
      readonly exposedRequests: number;
    }
  | { readonly kind: 'rollback-step-done'; readonly step: RollbackStep; readonly exposedRequests: number | undefined }
  | { readonly kind: 'world-failed'; readonly problem: string };

/** The events that an observation leads to; empty when there is nothing new to record. */
export function decideObservation(state: ReleaseState, observation: Observation, nowMs: number): readonly ReleaseEvent[] {
  if (state.phase === 'none' || state.phase === 'ended') return [];
  switch (observation.kind) {
    case 'expired':
      return state.phase === 'rolling-back' ? [] : giveUp(state, { kind: 'deadline', waitingFor: observation.waitingFor }, nowMs);
    case 'baseline':
      return [
        { kind: 'BaselineIdentified', baseline: observation.baseline, candidateUrl: observation.candidateUrl, atMs: nowMs },
        ...resumed(state, nowMs),
      ];
    case 'gate-started':
      return startGate(state, observation.gate, observation.attempt, nowMs);
    case 'gate-result':
      return completeGate(state, observation.attempt, observation.result, nowMs);
    case 'gate-error':
      return [
        { kind: 'GateErrored', gate: observation.gate, attempt: observation.attempt, problem: observation.problem, atMs: nowMs },
        ...held(state, { cause: 'world', sentence: `The ${observation.gate} gate could not be run: ${observation.problem}` }, nowMs),
      ];
    case 'canary-ready':
      return startCanaryAndFirstStep(state, observation.objectives, nowMs);
    case 'weight-confirmed':
      return [
        { kind: 'WeightConfirmed', trafficPercent: observation.trafficPercent, exposedRequests: observation.exposedRequests, atMs: nowMs },
        ...resumed(state, nowMs),
      ];
    case 'canary-look':
      return judgeLook(state, observation, nowMs);
    case 'rollback-step-done':
      return completeRollbackStep(state, observation, nowMs);
    case 'world-failed':
      return state.phase === 'rolling-back' ? [] : held(state, { cause: 'world', sentence: observation.problem }, nowMs);
  }
}

function startGate(release: LiveRelease, gate: EarlyGate, attempt: number, nowMs: number): readonly ReleaseEvent[] {
  const started: ReleaseEvent = { kind: 'GateStarted', gate, attempt, atMs: nowMs };
  if (gate !== 'approval') return [started];
  return [started, ...held(release, { cause: 'approval', sentence: 'The release waits for an approval.' }, nowMs)];
}

function completeGate(release: LiveRelease, attempt: number, result: GateResult, nowMs: number): readonly ReleaseEvent[] {
  const completed: ReleaseEvent = { kind: 'GateCompleted', attempt, result, atMs: nowMs };
  if (result.gate === 'canary') return [];
  switch (result.verdict) {
    case 'pass':
      return [completed, ...resumed(release, nowMs)];
    case 'inconclusive':
      return [completed, ...held(release, { cause: 'evidence', sentence: sentencesOf(result.reasons, 'inconclusive') }, nowMs)];
    case 'fail':
      return [completed, ...giveUp(release, { kind: 'gate', gate: result.gate, reasons: result.reasons }, nowMs)];
  }
}

function startCanaryAndFirstStep(release: LiveRelease, objectives: readonly CanaryObjective[], nowMs: number): readonly ReleaseEvent[] {
  const first = release.request.plan.steps[0];
  if (release.phase !== 'preparing' || !everyGatePassed(release) || first === undefined) return [];
  return [
    { kind: 'CanaryStarted', objectives, atMs: nowMs },
    { kind: 'StepStarted', step: 0, trafficPercent: first.trafficPercent, atMs: nowMs },
    ...resumed(release, nowMs),
  ];
}

function judgeLook(release: LiveRelease, look: Extract<Observation, { kind: 'canary-look' }>, nowMs: number): readonly ReleaseEvent[] {
  const observed: ReleaseEvent = {
    kind: 'CanaryObserved',
    looks: look.looks,
    newestSampleMs: look.newestSampleMs,
    exposedRequests: look.exposedRequests,
    atMs: nowMs,
  };
  const after = evolveRelease(release, observed);
  if (after.phase !== 'rolling-out' || after.step === undefined || after.canary === undefined) return [];
  const planned = release.request.plan.steps[after.step.index];
  if (planned === undefined || after.step.confirmedMs === undefined) return [];
  const judgement = judgeCanary(after.canary, {
    nowMs,
    newestSampleMs: after.newestSampleMs,
    stalenessSeconds: release.request.plan.stalenessSeconds,
    step: { minimumRequests: planned.minimumRequests, minimumSeconds: planned.minimumSeconds, startedMs: after.step.confirmedMs },
  });
  switch (judgement.verdict) {
    case 'fail':
      return [observed, { kind: 'RollbackStarted', cause: { kind: 'gate', gate: 'canary', reasons: judgement.reasons }, atMs: nowMs }];
    case 'inconclusive':
      return [observed, ...holdForEvidence(after, judgement.reasons, nowMs)];
    case 'pass':
      return [observed, ...passStep(after, after.step.index, judgement, nowMs)];
  }
}

/** Waiting for floors of samples and time is the normal course of a step; missing or stale data, a candidate that is down or an ill baseline is a hold. */
function holdForEvidence(release: LiveRelease, reasons: readonly Reason[], nowMs: number): readonly ReleaseEvent[] {
  const stepSeconds = (nowMs - (release.step?.confirmedMs ?? nowMs)) / 1000;
  const silentTooLong = stepSeconds > release.request.plan.stalenessSeconds;
  const missing = reasons.filter(({ rule }) => holdingRules.has(rule) || (rule === 'no-data' && silentTooLong));
  if (missing.length === 0) return resumed(release, nowMs);
  return held(release, { cause: 'evidence', sentence: missing.map((reason) => reason.sentence).join(' ') }, nowMs);
}

const holdingRules: ReadonlySet<string> = new Set(['stale-data', 'candidate-down', 'environment']);

function passStep(release: LiveRelease, step: number, judgement: CanaryJudgement, nowMs: number): readonly ReleaseEvent[] {
  const planned = release.request.plan.steps[step];
  const passed: ReleaseEvent = { kind: 'StepPassed', step, basis: judgement.basis ?? 'exposure', reasons: judgement.reasons, atMs: nowMs };
  const news = release.step?.passed === true ? [] : [passed];
  if (planned?.needsApproval === true && release.step?.approved !== true) {
    return [
      ...news,
      ...held(release, { cause: 'approval', sentence: `Step ${step + 1} passed and waits for a person to promote it.` }, nowMs),
    ];
  }
  return [...news, ...resumed(release, nowMs), ...startStepOrPromote(release, step + 1, release.exposedRequests, nowMs)];
}

function completeRollbackStep(
  release: LiveRelease,
  done: Extract<Observation, { kind: 'rollback-step-done' }>,
  nowMs: number,
): readonly ReleaseEvent[] {
  if (release.rollback === undefined || release.rollback.done.includes(done.step)) return [];
  const completed: ReleaseEvent = { kind: 'RollbackStepCompleted', step: done.step, atMs: nowMs };
  const left = rollbackSteps.filter((step) => step !== done.step && release.rollback?.done.includes(step) !== true);
  if (left.length > 0) return [completed];
  const exposedRequests = Math.max(release.exposedRequests, done.exposedRequests ?? 0);
  return [completed, { kind: 'ReleaseEnded', outcome: 'rolled-back', cause: release.rollback.cause, exposedRequests, atMs: nowMs }];
}

function held(release: LiveRelease, hold: Omit<Hold, 'sinceMs'>, nowMs: number): readonly ReleaseEvent[] {
  // One record for one hold: sentences carry changing numbers, so only a change of cause is news.
  return release.hold?.cause === hold.cause ? [] : [{ kind: 'ReleaseHeld', ...hold, atMs: nowMs }];
}

function resumed(release: LiveRelease, nowMs: number): readonly ReleaseEvent[] {
  return release.hold === undefined ? [] : [{ kind: 'ReleaseResumed', atMs: nowMs }];
}

function sentencesOf(reasons: readonly Reason[], verdict: Reason['verdict']): string {
  return reasons
    .filter((reason) => reason.verdict === verdict)
    .map((reason) => reason.sentence)
    .join(' ');
}
