import type { Reason } from '../gate/reason.ts';
import { joinSentences } from './join-sentences.ts';
import type { ReleaseEvent } from './release-event.ts';
import type { Hold, LiveRelease } from './release-state.ts';

/** The record of a hold; empty while the release is held for the same already: sentences carry changing numbers, so they alone are no news. */
export function held(release: LiveRelease, hold: Omit<Hold, 'sinceMs'>, nowMs: number): readonly ReleaseEvent[] {
  const { hold: current } = release;
  return current?.cause === hold.cause && current.about === hold.about ? [] : [{ kind: 'ReleaseHeld', ...hold, atMs: nowMs }];
}

/** The record of a hold for evidence that is missing, as the reasons tell. */
export function heldForEvidence(release: LiveRelease, reasons: readonly Reason[], nowMs: number): readonly ReleaseEvent[] {
  const rules = [...new Set(reasons.map(({ rule }) => rule))].toSorted();
  const sentence = joinSentences(reasons.map((reason) => reason.sentence));
  return held(release, { cause: 'evidence', about: rules.join(', '), sentence }, nowMs);
}

/** The record of a hold's end; empty when the release is not held. */
export function resumed(release: LiveRelease, nowMs: number): readonly ReleaseEvent[] {
  return release.hold === undefined ? [] : [{ kind: 'ReleaseResumed', atMs: nowMs }];
}
