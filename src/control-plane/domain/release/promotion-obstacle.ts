import { freshnessReasons } from '../canary/freshness-reasons.ts';
import { durationFigure } from '../gate/figures.ts';
import { capital, joinSentences } from './join-sentences.ts';
import { questionOf } from './question-of.ts';
import { deadlineMs, type LiveRelease, waitsForPromotion } from './release-state.ts';

/**
 * Why a person cannot promote the step under way at this moment, in a sentence; undefined when they can.
 *
 * A person's word stands in for no evidence: the step must have passed, its newest look too, and the newest sample must still be fresh now, for
 * looks stop coming while the router or the metrics are away. `nowMs` is milliseconds since 1970.
 */
export function promotionObstacle(release: LiveRelease, nowMs: number): string | undefined {
  const { step, hold } = release;
  const planned = step === undefined ? undefined : release.request.plan.steps[step.index];
  if (release.phase !== 'rolling-out' || step === undefined || planned === undefined) return 'No step is under way.';
  const number = step.index + 1;
  if (!step.passed) return `Step ${number} has not passed yet: evidence is missing, and a person cannot stand in for it.`;
  if (!planned.needsApproval || step.approved) return 'No step waits for a person.';
  if (isPastDeadline(release, nowMs)) return pastDeadline;
  if (!waitsForPromotion(release))
    return `Step ${number} has passed, but its newest look does not: ${hold?.sentence ?? 'it looks worse by now.'}`;
  return staleness(release, nowMs);
}

/** True from the moment on at which a release must have ended. */
export function isPastDeadline(release: LiveRelease, nowMs: number): boolean {
  return nowMs >= deadlineMs(release);
}

/** Why a release that is past its deadline is not helped on. */
export const pastDeadline = "The release's deadline has passed: it is given up. Release the version anew.";

function staleness(release: LiveRelease, nowMs: number): string | undefined {
  const { newestSampleMs, request } = release;
  const { stalenessSeconds } = request.plan;
  if (newestSampleMs === undefined) return 'No sample of the candidate has been seen: wait for the next look.';
  const ageSeconds = (nowMs - newestSampleMs) / 1000;
  if (ageSeconds <= stalenessSeconds) return staleObjective(release, nowMs);
  const limit = durationFigure(stalenessSeconds);
  return `The newest sample of the candidate is ${durationFigure(ageSeconds)} old, older than ${limit}: wait for the next look.`;
}

/** The newest sample may be of one objective only; each must have been counted lately. */
function staleObjective(release: LiveRelease, nowMs: number): string | undefined {
  const question = questionOf(release, nowMs);
  const [stale] = release.canary === undefined || question === undefined ? [] : freshnessReasons(release.canary, question);
  return stale === undefined ? undefined : `${joinSentences([capital(stale.sentence)])} Wait for the next look.`;
}
