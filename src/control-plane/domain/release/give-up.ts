import type { EndCause, ReleaseEvent } from './release-event.ts';
import type { LiveRelease } from './release-state.ts';

/** The events that end a release without promotion: a rollback when traffic may have moved, an end at once when it cannot have. */
export function giveUp(release: LiveRelease, cause: EndCause, nowMs: number): readonly ReleaseEvent[] {
  return release.step === undefined ? [endBeforeTraffic(release, cause, nowMs)] : [{ kind: 'RollbackStarted', cause, atMs: nowMs }];
}

/** The end of a release that no user was routed to: blocked by a gate, or aborted by a person or the deadline. */
export function endBeforeTraffic(release: LiveRelease, cause: EndCause, nowMs: number): ReleaseEvent {
  const outcome = cause.kind === 'gate' ? 'blocked' : 'aborted';
  return { kind: 'ReleaseEnded', outcome, cause, exposedRequests: release.exposedRequests, atMs: nowMs };
}
