import { durationFigure, numberFigure } from '../gate/figures.ts';
import type { Reason } from '../gate/reason.ts';
import type { CanaryObjective } from './canary-objective.ts';
import type { CanaryQuestion } from './canary-question.ts';
import type { CanaryState, ObjectiveState } from './canary-state.ts';
import { type Certificate, certificateOf } from './certificate.ts';
import { certificateEta } from './certificate-eta.ts';
import { type Counts, countsSince } from './counts-since.ts';
import { evidenceFigure } from './evidence-figure.ts';
import { objectiveEvidence } from './objective-evidence.ts';
import { boundWords, countedWords, quantileWords } from './observed-sentence.ts';
import { badShare, type Tally } from './tally.ts';
import { toleratedShare } from './tolerated-share.ts';

/** For each objective, whether the candidate may advance by it: certified, or exposed without alarm where the policy asks for no more. */
export function advanceReasons(state: CanaryState, question: CanaryQuestion): readonly Reason[] {
  return state.objectives.map((each) => advanceReason(state, each, question));
}

function advanceReason(state: CanaryState, each: ObjectiveState, question: CanaryQuestion): Reason {
  const certificate = certificateOf(state.policy, each);
  if (certificate.certified) return certified(state, each, certificate, question);
  switch (state.policy.advanceOn) {
    case 'certificate':
      return uncertified(state, each, certificate, question);
    case 'exposure':
      return exposed(state, each, question);
  }
}

function certified(
  state: CanaryState,
  each: ObjectiveState,
  { logEvidence, goal, compared }: Certificate,
  question: CanaryQuestion,
): Reason {
  const beside = compared ? `baseline ${countedWords(each.objective, each.baseline)}` : 'no baseline to compare with';
  return {
    ...counted(state, each, each, each.objective.budget, question),
    rule: 'certified',
    verdict: 'pass',
    sentence: `${each.objective.name} certified: ${own(each, question)}; ${beside} (evidence ${evidenceFigure(logEvidence)}, certifies at ${evidenceFigure(goal)})`,
  };
}

function uncertified(
  state: CanaryState,
  each: ObjectiveState,
  { logEvidence, goal, compared }: Certificate,
  question: CanaryQuestion,
): Reason {
  const eta = compared ? certificateEta(each.history, goal) : undefined;
  const remedy = eta === undefined ? 'more requests of the candidate' : `about ${durationFigure(eta)} more at the present rate`;
  return {
    ...counted(state, each, each, each.objective.budget, question),
    rule: 'not-certified',
    verdict: 'inconclusive',
    sentence: `${each.objective.name} not certified yet: ${own(each, question)}; baseline ${countedWords(each.objective, each.baseline)} (evidence ${evidenceFigure(logEvidence)} of ${evidenceFigure(goal)})`,
    remedy,
  };
}

/** Exposure is spent without alarm unless two requests or more were bad and their share is over both the objective and what the baseline excuses. */
function exposed(state: CanaryState, each: ObjectiveState, question: CanaryQuestion): Reason {
  const step = countsSince(state, each, question.step.startedMs);
  const limit = Math.max(each.objective.budget, toleratedShare(state.policy, each.objective, step.baseline));
  const log = objectiveEvidence(state.policy, each).bad;
  const alarming = (step.candidate.bad >= 2 && (badShare(step.candidate) ?? 0) > limit) || log >= Math.log(1 / state.policy.alpha) / 2;
  const words = shown(each.objective, step.candidate, limit, question);
  const certainty = `evidence against it ${evidenceFigure(log)}, blocks at ${numberFigure(1 / state.policy.alpha)}`;
  return {
    ...counted(state, each, step, limit, question),
    rule: alarming ? 'leaning-to-bad' : 'exposure-spent',
    verdict: alarming ? 'inconclusive' : 'pass',
    sentence: alarming
      ? `${each.objective.name} looks bad, but isn't proven: ${words} (${certainty})`
      : `${each.objective.name} exposed without alarm, not certified: ${words} (${certainty})`,
    ...(alarming ? { remedy: 'more requests of the candidate, until they acquit or block it' } : {}),
  };
}

function own({ objective, candidate }: ObjectiveState, question: CanaryQuestion): string {
  return shown(objective, candidate, objective.budget, question);
}

/** The candidate's counts, the percentile that people know it by, and the bound. */
function shown(objective: CanaryObjective, candidate: Tally, bound: number, { observedQuantileMs }: CanaryQuestion): string {
  const quantile = quantileWords(objective, observedQuantileMs?.[objective.name]);
  return `${countedWords(objective, candidate)}${quantile}, ${boundWords(objective, bound)}`;
}

/** The numbers that every reason of this kind carries. */
function counted(state: CanaryState, each: ObjectiveState, { candidate }: Counts, limit: number, { nowMs }: CanaryQuestion) {
  const share = badShare(candidate);
  const { query } = each.objective;
  return {
    ...(share === undefined ? {} : { observed: share }),
    limit,
    unit: 'bad ratio',
    samples: candidate.total,
    windowSeconds: ((each.lastMs ?? state.startedMs) - state.startedMs) / 1000,
    ...(each.lastMs === undefined ? {} : { ageSeconds: (nowMs - each.lastMs) / 1000 }),
    ...(query === undefined ? {} : { query }),
  };
}
