import { noticeDueMs, owesNotice } from './notice.ts';
import type { RollbackStep } from './release-event.ts';
import type { EarlyGate } from './release-plan.ts';
import { deadlineMs, type GateProgress, type LiveRelease, outdatedGate, type ReleaseState, rollbackSteps } from './release-state.ts';

/** The one thing to be done next for a release. Each is safe to do again after a crash. */
export type Move =
  | { readonly kind: 'none' }
  | { readonly kind: 'wait'; readonly untilMs: number }
  | { readonly kind: 'expire'; readonly waitingFor: string }
  | { readonly kind: 'identify-baseline' }
  | { readonly kind: 'run-gate'; readonly gate: EarlyGate; readonly attempt: number }
  | { readonly kind: 'start-canary' }
  | { readonly kind: 'set-weight'; readonly trafficPercent: number }
  | { readonly kind: 'look-at-canary' }
  | { readonly kind: 'roll-back'; readonly step: RollbackStep };

/** What to do next, from the state alone; `none` once the release has ended, and its watchers were told of a rollback. */
export function nextMove(state: ReleaseState, nowMs: number): Move {
  if (state.phase === 'none') return { kind: 'none' };
  if (state.phase === 'ended') return nextNotice(state, nowMs);
  if (state.phase === 'rolling-back') return nextRollbackMove(state);
  if (nowMs >= deadlineMs(state)) return { kind: 'expire', waitingFor: waitedFor(state) };
  return state.phase === 'preparing' ? nextPreparation(state, nowMs) : nextRolloutMove(state, nowMs);
}

function waitedFor(release: LiveRelease): string {
  if (release.hold !== undefined) return release.hold.sentence;
  if (release.step !== undefined) return `the evidence of step ${release.step.index + 1}.`;
  const gate = release.request.plan.gates.find((each) => release.gates[each]?.result?.verdict !== 'pass');
  return gate === undefined ? 'the start of the canary.' : `the ${gate} gate.`;
}

function nextRollbackMove(release: LiveRelease): Move {
  const step = rollbackSteps.find((candidate) => release.rollback?.done.includes(candidate) !== true);
  // Undone and not ended is what a crash may leave of a stream: the last step, done once more, ends it.
  return { kind: 'roll-back', step: step ?? 'incident' };
}

function nextNotice(release: LiveRelease, nowMs: number): Move {
  if (!owesNotice(release)) return { kind: 'none' };
  const untilMs = noticeDueMs(release);
  return nowMs < untilMs ? { kind: 'wait', untilMs } : { kind: 'roll-back', step: 'notify' };
}

function nextPreparation(release: LiveRelease, nowMs: number): Move {
  if (release.baseline === undefined) return { kind: 'identify-baseline' };
  for (const gate of release.request.plan.gates) {
    const progress = release.gates[gate];
    if (progress?.result?.verdict !== 'pass') return gateMove(release, gate, progress, nowMs);
  }
  const outdated = outdatedGate(release, nowMs);
  // While the canary cannot start they are not asked again and again, but once when it can.
  if (outdated !== undefined && release.hold === undefined)
    return { kind: 'run-gate', gate: outdated, attempt: (release.gates[outdated]?.attempt ?? 0) + 1 };
  return { kind: 'start-canary' };
}

function gateMove(release: LiveRelease, gate: EarlyGate, progress: GateProgress | undefined, nowMs: number): Move {
  if (progress === undefined) return { kind: 'run-gate', gate, attempt: 1 };
  if (progress.state === 'running') {
    // A person answers an approval; any other gate that is found running was cut off by a crash and is run again.
    return gate === 'approval' ? { kind: 'wait', untilMs: deadlineMs(release) } : { kind: 'run-gate', gate, attempt: progress.attempt + 1 };
  }
  const untilMs = Math.min(progress.atMs + retryMs(release, progress.attempt), deadlineMs(release));
  return nowMs < untilMs ? { kind: 'wait', untilMs } : { kind: 'run-gate', gate, attempt: progress.attempt + 1 };
}

/** The pause doubles up to eight times the configured one, so that a source that is down for long is not hammered. */
function retryMs(release: LiveRelease, attempt: number): number {
  return release.request.plan.retrySeconds * 1000 * Math.min(8, 2 ** (attempt - 1));
}

function nextRolloutMove(release: LiveRelease, nowMs: number): Move {
  const { step } = release;
  const planned = step === undefined ? undefined : release.request.plan.steps[step.index];
  if (step === undefined || planned === undefined) return { kind: 'none' };
  if (step.confirmedMs === undefined) return { kind: 'set-weight', trafficPercent: planned.trafficPercent };
  const untilMs = Math.min((release.lastLookMs ?? step.confirmedMs) + release.request.plan.lookSeconds * 1000, deadlineMs(release));
  return nowMs < untilMs ? { kind: 'wait', untilMs } : { kind: 'look-at-canary' };
}
