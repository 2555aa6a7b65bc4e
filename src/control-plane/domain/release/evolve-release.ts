import { objectiveFaults } from '../canary/canary-objective.ts';
import { policyFaults } from '../canary/canary-policy.ts';
import { type CanaryState, startCanary } from '../canary/canary-state.ts';
import { lookFault, observeCanary } from '../canary/observe.ts';
import { owesNotice } from './notice.ts';
import type { ReleaseEvent } from './release-event.ts';
import type { EarlyGate } from './release-plan.ts';
import {
  everyGatePassed,
  type GateProgress,
  isUndone,
  type LiveRelease,
  noRelease,
  type ReleaseRequest,
  type ReleaseState,
} from './release-state.ts';

/**
 * The state after an event; total: an event that does not fit the state leaves it as it is.
 *
 * So no stream, however damaged, replays into a promotion whose gates and steps had not all passed.
 */
export function evolveRelease(state: ReleaseState, event: ReleaseEvent): ReleaseState {
  if (event.kind === 'ReleaseRequested') return state.phase === 'none' ? begin(event) : state;
  if (state.phase === 'none') return state;
  if (state.phase === 'ended') return evolveNotice(state, event);
  return evolveLive(state, event);
}

/** The state after a whole stream, oldest event first. */
export function replayRelease(events: readonly ReleaseEvent[]): ReleaseState {
  return events.reduce(evolveRelease, noRelease);
}

function begin(request: ReleaseRequest): LiveRelease {
  return {
    phase: 'preparing',
    request,
    baseline: undefined,
    candidateUrl: undefined,
    gates: {},
    canary: undefined,
    step: undefined,
    passedSteps: 0,
    lastLookMs: undefined,
    newestSampleMs: undefined,
    baselineAloneSeconds: 0,
    quantilesMs: {},
    exposedBefore: 0,
    exposedRequests: 0,
    hold: undefined,
    rollback: undefined,
    ending: undefined,
  };
}

function evolveLive(release: LiveRelease, event: Exclude<ReleaseEvent, ReleaseRequest>): LiveRelease {
  switch (event.kind) {
    case 'BaselineIdentified':
      return release.baseline === undefined ? withBaseline(release, event) : release;
    case 'GateStarted':
      return withGate(release, event.gate, {
        attempt: event.attempt,
        state: 'running',
        result: undefined,
        problem: undefined,
        atMs: event.atMs,
      });
    case 'GateCompleted':
      return completeGate(release, event);
    case 'GateErrored':
      return withGate(release, event.gate, {
        attempt: event.attempt,
        state: 'errored',
        result: undefined,
        problem: event.problem,
        atMs: event.atMs,
      });
    case 'CanaryStarted':
      return watchCanary(release, event);
    case 'StepStarted':
      return startStep(release, event);
    case 'WeightConfirmed':
      return confirmWeight(release, event);
    case 'CanaryObserved':
      return observe(release, event);
    case 'StepPassed':
      return passStep(release, event);
    case 'StepApproved':
      return approveStep(release, event);
    case 'ReleaseHeld':
      return { ...release, hold: { cause: event.cause, about: event.about, sentence: event.sentence, sinceMs: event.atMs } };
    case 'ReleaseResumed':
      return { ...release, hold: undefined };
    case 'RollbackStarted':
      return startRollback(release, event);
    case 'RollbackStepCompleted':
      return completeRollbackStep(release, event);
    case 'NoticeFailed':
      return release;
    case 'ReleasePromoted':
      return promote(release, event);
    case 'ReleaseEnded':
      return end(release, event);
  }
}

function withGate(release: LiveRelease, gate: EarlyGate, progress: GateProgress): LiveRelease {
  return release.phase === 'preparing' ? { ...release, gates: { ...release.gates, [gate]: progress } } : release;
}

function completeGate(release: LiveRelease, event: Extract<ReleaseEvent, { kind: 'GateCompleted' }>): LiveRelease {
  const { gate } = event.result;
  if (gate === 'canary') return release;
  return withGate(release, gate, {
    attempt: event.attempt,
    state: 'completed',
    result: event.result,
    problem: undefined,
    atMs: event.atMs,
  });
}

function withBaseline(release: LiveRelease, event: Extract<ReleaseEvent, { kind: 'BaselineIdentified' }>): LiveRelease {
  const { baseline, candidateUrl, exposedBefore = 0 } = event;
  return { ...release, baseline, candidateUrl, exposedBefore };
}

function watchCanary(release: LiveRelease, event: Extract<ReleaseEvent, { kind: 'CanaryStarted' }>): LiveRelease {
  const policy = release.request.plan.canary;
  const faults = [...policyFaults(policy), ...objectiveFaults(event.objectives)];
  if (release.canary !== undefined || faults.length > 0) return release;
  return { ...release, canary: startCanary({ policy, objectives: event.objectives, startedMs: event.atMs }) };
}

function startStep(release: LiveRelease, event: Extract<ReleaseEvent, { kind: 'StepStarted' }>): LiveRelease {
  const inOrder = event.step === release.passedSteps && release.request.plan.steps[event.step] !== undefined;
  const mayStart =
    release.phase === 'preparing'
      ? everyGatePassed(release) && release.canary !== undefined
      : release.phase === 'rolling-out' && isApproved(release);
  if (!inOrder || !mayStart || release.step?.index === event.step) return release;
  return {
    ...release,
    phase: 'rolling-out',
    step: { index: event.step, startedMs: event.atMs, confirmedMs: undefined, passed: false, approved: false },
  };
}

/** True when the step under way needs no person, or a person has promoted it. */
function isApproved({ step, request }: LiveRelease): boolean {
  return step !== undefined && (request.plan.steps[step.index]?.needsApproval !== true || step.approved);
}

function approveStep(release: LiveRelease, event: Extract<ReleaseEvent, { kind: 'StepApproved' }>): LiveRelease {
  const { step, phase } = release;
  if (phase !== 'rolling-out' || step?.index !== event.step || !step.passed) return release;
  return { ...release, step: { ...step, approved: true } };
}

function confirmWeight(release: LiveRelease, event: Extract<ReleaseEvent, { kind: 'WeightConfirmed' }>): LiveRelease {
  if (release.phase !== 'rolling-out' || release.step === undefined || release.step.confirmedMs !== undefined) return release;
  if (release.request.plan.steps[release.step.index]?.trafficPercent !== event.trafficPercent) return release;
  const canary = release.step.index === 0 ? release.canary && beginAt(release.canary, event.atMs) : release.canary;
  return { ...release, canary, exposedRequests: event.exposedRequests, step: { ...release.step, confirmedMs: event.atMs } };
}

/** A canary begins with its first traffic: had the router been down for longer than the warm-up, a cold start would be held against it. */
function beginAt({ policy, objectives }: CanaryState, startedMs: number): CanaryState {
  return startCanary({ policy, objectives: objectives.map(({ objective }) => objective), startedMs });
}

function observe(release: LiveRelease, event: Extract<ReleaseEvent, { kind: 'CanaryObserved' }>): LiveRelease {
  const { canary } = release;
  if (release.phase !== 'rolling-out' || canary === undefined) return release;
  if (event.looks.some((look) => lookFault(canary, look) !== undefined)) return release;
  return {
    ...release,
    canary: observeCanary(canary, ...event.looks),
    lastLookMs: event.atMs,
    newestSampleMs: event.newestSampleMs ?? release.newestSampleMs,
    baselineAloneSeconds: event.baselineAloneSeconds ?? 0,
    quantilesMs: event.quantilesMs ?? release.quantilesMs,
    exposedRequests: event.exposedRequests,
  };
}

function passStep(release: LiveRelease, event: Extract<ReleaseEvent, { kind: 'StepPassed' }>): LiveRelease {
  if (release.phase !== 'rolling-out' || release.step?.index !== event.step || release.step.passed) return release;
  if (release.step.confirmedMs === undefined) return release;
  return { ...release, passedSteps: event.step + 1, step: { ...release.step, passed: true } };
}

/** Only what has traffic is rolled back: what has none just ends. */
function startRollback(release: LiveRelease, { cause }: Extract<ReleaseEvent, { kind: 'RollbackStarted' }>): LiveRelease {
  if (release.phase !== 'rolling-out') return release;
  return { ...release, phase: 'rolling-back', hold: undefined, rollback: { cause, done: [], noticeFailures: undefined } };
}

/** An end is final; what may still come is whether the watchers were told. */
function evolveNotice(release: LiveRelease, event: ReleaseEvent): LiveRelease {
  const { rollback } = release;
  if (rollback === undefined || !owesNotice(release)) return release;
  if (event.kind === 'NoticeFailed')
    return {
      ...release,
      rollback: { ...rollback, noticeFailures: { tries: (rollback.noticeFailures?.tries ?? 0) + 1, atMs: event.atMs } },
    };
  return event.kind === 'RollbackStepCompleted' && event.step === 'notify' ? completeRollbackStep(release, event) : release;
}

function completeRollbackStep(release: LiveRelease, event: Extract<ReleaseEvent, { kind: 'RollbackStepCompleted' }>): LiveRelease {
  if (release.rollback === undefined || release.rollback.done.includes(event.step)) return release;
  const exposedRequests = Math.max(release.exposedRequests, event.exposedRequests ?? 0);
  return { ...release, exposedRequests, rollback: { ...release.rollback, done: [...release.rollback.done, event.step] } };
}

function promote(release: LiveRelease, event: Extract<ReleaseEvent, { kind: 'ReleasePromoted' }>): LiveRelease {
  const everyStepPassed = release.passedSteps === release.request.plan.steps.length && release.step?.passed === true;
  if (release.phase !== 'rolling-out' || !everyStepPassed || !isApproved(release) || !everyGatePassed(release)) return release;
  return {
    ...release,
    phase: 'ended',
    hold: undefined,
    exposedRequests: event.exposedRequests,
    ending: { outcome: 'promoted', cause: undefined, atMs: event.atMs },
  };
}

/** Before traffic a release ends at once; after, only when it is undone. A promotion is another event. */
function end(release: LiveRelease, event: Extract<ReleaseEvent, { kind: 'ReleaseEnded' }>): LiveRelease {
  if (!mayEnd(release, event.outcome)) return release;
  const exposedRequests = Math.max(release.exposedRequests, event.exposedRequests);
  return {
    ...release,
    phase: 'ended',
    hold: undefined,
    exposedRequests,
    ending: { outcome: event.outcome, cause: event.cause, atMs: event.atMs },
  };
}

function mayEnd(release: LiveRelease, outcome: Extract<ReleaseEvent, { kind: 'ReleaseEnded' }>['outcome']): boolean {
  switch (outcome) {
    case 'blocked':
    case 'aborted':
      return release.phase === 'preparing';
    case 'rolled-back':
      return release.phase === 'rolling-back' && isUndone(release);
    // A damaged stream may hold any other word.
    default:
      return false;
  }
}
