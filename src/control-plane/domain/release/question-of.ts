import type { CanaryQuestion } from '../canary/canary-question.ts';
import type { LiveRelease } from './release-state.ts';

/** What is asked of the canary in the step under way; undefined before the router has confirmed its weight. */
export function questionOf(release: LiveRelease, nowMs: number): CanaryQuestion | undefined {
  const { step, request } = release;
  const planned = step === undefined ? undefined : request.plan.steps[step.index];
  if (step?.confirmedMs === undefined || planned === undefined) return undefined;
  return {
    nowMs,
    newestSampleMs: release.newestSampleMs,
    stalenessSeconds: request.plan.stalenessSeconds,
    step: { minimumRequests: planned.minimumRequests, minimumSeconds: planned.minimumSeconds, startedMs: step.confirmedMs },
    candidateUp: candidateUp(release),
    observedQuantileMs: release.quantilesMs,
  };
}

/** False when the candidate stopped answering scrapes while the baseline went on; an outage of the metrics silences both, and tells nothing. */
function candidateUp({ baselineAloneSeconds, request }: LiveRelease): false | undefined {
  return baselineAloneSeconds > request.plan.stalenessSeconds ? false : undefined;
}
