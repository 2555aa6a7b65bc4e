import { durationFigure } from '../gate/figures.ts';
import type { Reason } from '../gate/reason.ts';
import type { CanaryQuestion } from './canary-question.ts';
import type { CanaryState, ObjectiveState } from './canary-state.ts';

/**
 * What is missing or too old to judge by; empty when the evidence is fresh.
 *
 * A candidate that is known to be down, for longer than samples stay fresh, fails: it loses the requests that its counters would have told of.
 */
export function freshnessReasons(state: CanaryState, question: CanaryQuestion): readonly Reason[] {
  const age = ageOf(question.newestSampleMs ?? question.step.startedMs, question);
  const stale = age > question.stalenessSeconds;
  if (question.candidateUp === false) return [downReason(question, age, stale)];
  if (question.newestSampleMs === undefined) return [noSampleReason(question)];
  if (stale) return [staleReason(question, age)];
  return state.objectives.flatMap((objective) => objectiveReason(state, objective, question));
}

function downReason({ stalenessSeconds }: CanaryQuestion, age: number, stale: boolean): Reason {
  const sentence = `candidate is down while the baseline answers: its newest sample is ${durationFigure(age)} old`;
  const fresh = `${sentence}, and counts as lost after ${durationFigure(stalenessSeconds)}`;
  return {
    rule: 'candidate-down',
    verdict: stale ? 'fail' : 'inconclusive',
    sentence: stale ? sentence : fresh,
    observed: age,
    limit: stalenessSeconds,
    unit: 'seconds',
    ageSeconds: age,
    remedy: 'a candidate that stays up and answers scrapes',
  };
}

function noSampleReason({ step, nowMs }: CanaryQuestion): Reason {
  return {
    rule: 'no-data',
    verdict: 'inconclusive',
    sentence: `no sample of the candidate has been scraped in the ${durationFigure((nowMs - step.startedMs) / 1000)} since the step began`,
    samples: 0,
    remedy: 'the candidate’s targets in the scrape configuration, and requests that reach it',
  };
}

function staleReason({ stalenessSeconds }: CanaryQuestion, age: number): Reason {
  return {
    rule: 'stale-data',
    verdict: 'inconclusive',
    sentence: `the candidate's newest sample is ${durationFigure(age)} old, older than ${durationFigure(stalenessSeconds)}`,
    observed: age,
    limit: stalenessSeconds,
    unit: 'seconds',
    ageSeconds: age,
    remedy: 'a metrics source that answers with fresh samples',
  };
}

function objectiveReason(state: CanaryState, { objective, lastMs }: ObjectiveState, question: CanaryQuestion): readonly Reason[] {
  const warm = state.startedMs + state.policy.warmUpSeconds * 1000;
  const age = ageOf(lastMs ?? warm, question);
  if (lastMs !== undefined && age <= question.stalenessSeconds) return [];
  const since = question.nowMs <= warm ? `the candidate warms up for ${durationFigure(-age)} more` : `for ${durationFigure(age)}`;
  return [
    {
      rule: lastMs === undefined ? 'no-data' : 'stale-data',
      verdict: 'inconclusive',
      sentence: `no scrape of ${objective.name} with samples of both arms has been counted: ${since}`,
      limit: question.stalenessSeconds,
      unit: 'seconds',
      ageSeconds: Math.max(0, age),
      ...(objective.query === undefined ? {} : { query: objective.query }),
      remedy: 'counters of this objective from candidate and baseline in the same scrape',
    },
  ];
}

function ageOf(atMs: number, { nowMs }: CanaryQuestion): number {
  return (nowMs - atMs) / 1000;
}
