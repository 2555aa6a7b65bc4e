import { countFigure, durationFigure } from '../gate/figures.ts';
import type { Reason } from '../gate/reason.ts';
import type { CanaryQuestion } from './canary-question.ts';
import type { CanaryState } from './canary-state.ts';
import { countsSince } from './counts-since.ts';

/** Which floors of the step are not reached yet; empty when it has had its requests, for every objective, and its time. A step needs at least one request. */
export function floorReasons(state: CanaryState, { step }: CanaryQuestion): readonly Reason[] {
  const floor = Math.max(1, step.minimumRequests);
  const requests = state.objectives
    .map((each) => ({ each, total: countsSince(state, each, step.startedMs).candidate.total }))
    .filter(({ total }) => total < floor)
    .map(({ each, total }) => requestsReason(each.objective.name, total, floor));
  return [...requests, ...timeReasons(state, step)];
}

function requestsReason(objective: string, total: number, floor: number): Reason {
  return {
    rule: 'floor-of-requests',
    verdict: 'inconclusive',
    sentence: `${countFigure(total)} of ${countFigure(floor)} requests of the candidate counted in this step for ${objective}`,
    observed: total,
    limit: floor,
    unit: 'requests',
    samples: total,
    remedy: `${countFigure(floor - total)} more requests that reach the candidate`,
  };
}

/** Time counts up to the newest scrape that every objective has, not to now: unmeasured time is no soak. */
function timeReasons(state: CanaryState, step: CanaryQuestion['step']): readonly Reason[] {
  const measuredMs = Math.min(...state.objectives.map(({ lastMs }) => lastMs ?? step.startedMs));
  const seconds = Math.max(0, (measuredMs - step.startedMs) / 1000);
  if (seconds >= step.minimumSeconds) return [];
  return [
    {
      rule: 'floor-of-time',
      verdict: 'inconclusive',
      sentence: `${durationFigure(seconds)} of ${durationFigure(step.minimumSeconds)} of this step measured`,
      observed: seconds,
      limit: step.minimumSeconds,
      unit: 'seconds',
      windowSeconds: seconds,
      remedy: `${durationFigure(step.minimumSeconds - seconds)} more`,
    },
  ];
}
