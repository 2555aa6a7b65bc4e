import { findSecret } from '../ledger/find-secret.ts';
import { endBeforeTraffic, giveUp } from './give-up.ts';
import { startStepOrPromote } from './next-step.ts';
import { isPastDeadline, pastDeadline, promotionObstacle } from './promotion-obstacle.ts';
import type { ReleaseEvent } from './release-event.ts';
import type { ReleasePlan } from './release-plan.ts';
import type { LiveRelease, ReleaseState } from './release-state.ts';

/** What a person or a pipeline asks of a release. */
export type ReleaseCommand =
  | {
      readonly kind: 'request';
      readonly releaseId: string;
      readonly service: string;
      readonly environment: string;
      readonly version: string;
      readonly plan: ReleasePlan;
      readonly actor: string;
      readonly reason: string | undefined;
      readonly fix: boolean;
    }
  | { readonly kind: 'approve' | 'deny' | 'promote' | 'abort'; readonly actor: string; readonly reason: string };

/** The events to record, or why the command is not taken. Commands that would change nothing are refused, not repeated. */
export type CommandDecision =
  | { readonly ok: true; readonly events: readonly ReleaseEvent[] }
  | { readonly ok: false; readonly sentence: string };

/** What a command leads to; the rules of who may decide what, and when. */
export function decideCommand(state: ReleaseState, command: ReleaseCommand, nowMs: number): CommandDecision {
  if (command.kind === 'request') return decideRequest(state, command, nowMs);
  if (state.phase === 'none') return refuse('There is no such release.');
  if (state.phase === 'ended') return refuse(`The release has ended: ${state.ending?.outcome ?? 'ended'}.`);
  if (command.reason.trim() === '') return refuse('A reason is needed; it is kept in the ledger.');
  if (findSecret(command.reason) !== undefined) return refuse(credentialAsReason);
  switch (command.kind) {
    case 'approve':
    case 'deny':
      return decideApproval(state, command.kind, command, nowMs);
    case 'promote':
      return decidePromote(state, command, nowMs);
    case 'abort':
      return decideAbort(state, command, nowMs);
  }
}

/** Why a reason that is a credential is not taken. */
export const credentialAsReason = 'The reason looks like a credential, and the ledger forgets nothing: write a sentence.';

function decideRequest(state: ReleaseState, command: Extract<ReleaseCommand, { kind: 'request' }>, nowMs: number): CommandDecision {
  if (state.phase !== 'none') return refuse(`The release ${command.releaseId} exists already.`);
  if (command.fix && (command.reason ?? '').trim() === '')
    return refuse('A fix that may pass a spent error budget needs a reason; it is kept in the ledger.');
  if (findSecret(command.reason) !== undefined) return refuse(credentialAsReason);
  const { kind: _kind, ...request } = command;
  return accept([{ kind: 'ReleaseRequested', ...request, atMs: nowMs }]);
}

function decideApproval(
  release: LiveRelease,
  answer: 'approve' | 'deny',
  by: { readonly actor: string; readonly reason: string },
  nowMs: number,
): CommandDecision {
  const progress = release.gates.approval;
  if (release.phase !== 'preparing' || progress?.state !== 'running') return refuse('Nothing waits for an approval.');
  const approved = answer === 'approve';
  if (approved && isPastDeadline(release, nowMs)) return refuse(pastDeadline);
  const reason = {
    rule: 'approval',
    verdict: approved ? ('pass' as const) : ('fail' as const),
    sentence: `${approved ? 'Approved' : 'Denied'} by ${by.actor}: ${by.reason}`,
  };
  const completed: ReleaseEvent = {
    kind: 'GateCompleted',
    attempt: progress.attempt,
    result: { gate: 'approval', verdict: reason.verdict, reasons: [reason], evidence: { actor: by.actor, reason: by.reason } },
    atMs: nowMs,
  };
  if (approved) return accept([completed, { kind: 'ReleaseResumed', atMs: nowMs }]);
  return accept([completed, endBeforeTraffic(release, { kind: 'gate', gate: 'approval', reasons: [reason] }, nowMs)]);
}

function decidePromote(release: LiveRelease, by: { readonly actor: string; readonly reason: string }, nowMs: number): CommandDecision {
  const { step } = release;
  const obstacle = promotionObstacle(release, nowMs);
  if (obstacle !== undefined || step === undefined) return refuse(obstacle ?? 'No step is under way.');
  return accept([
    { kind: 'StepApproved', step: step.index, actor: by.actor, reason: by.reason, atMs: nowMs },
    { kind: 'ReleaseResumed', atMs: nowMs },
    ...startStepOrPromote(release, step.index + 1, release.exposedRequests, nowMs),
  ]);
}

function decideAbort(release: LiveRelease, by: { readonly actor: string; readonly reason: string }, nowMs: number): CommandDecision {
  if (release.phase === 'rolling-back') return refuse('The release is being rolled back already.');
  return accept(giveUp(release, { kind: 'abort', actor: by.actor, reason: by.reason }, nowMs));
}

function accept(events: readonly ReleaseEvent[]): CommandDecision {
  return { ok: true, events };
}

function refuse(sentence: string): CommandDecision {
  return { ok: false, sentence };
}
