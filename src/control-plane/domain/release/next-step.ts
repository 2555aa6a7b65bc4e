import type { ReleaseEvent } from './release-event.ts';
import type { LiveRelease } from './release-state.ts';

/** The next step's start, or the promotion after the last. */
export function startStepOrPromote(release: LiveRelease, step: number, exposedRequests: number, nowMs: number): readonly ReleaseEvent[] {
  const planned = release.request.plan.steps[step];
  return planned === undefined
    ? [{ kind: 'ReleasePromoted', exposedRequests, atMs: nowMs }]
    : [{ kind: 'StepStarted', step, trafficPercent: planned.trafficPercent, atMs: nowMs }];
}
