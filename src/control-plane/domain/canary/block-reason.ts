import { countFigure, durationFigure, numberFigure } from '../gate/figures.ts';
import type { Reason } from '../gate/reason.ts';
import type { CanaryObjective } from './canary-objective.ts';
import type { CanaryPolicy } from './canary-policy.ts';
import type { CanaryQuestion } from './canary-question.ts';
import type { Block, CanaryState } from './canary-state.ts';
import { evidenceFigure } from './evidence-figure.ts';
import { boundWords, brokenHeadline, countedWords } from './observed-sentence.ts';
import { badShare } from './tally.ts';
import { toleratedShare } from './tolerated-share.ts';

/** Why a canary is blocked, with the counts of the instant that decided. It stays the same for as long as the canary is kept. */
export function blockReason(state: CanaryState, block: Block, question: CanaryQuestion): Reason {
  const objective = state.objectives.map((each) => each.objective).find(({ name }) => name === block.objective);
  if (objective === undefined) throw new RangeError(`the canary has no objective ${block.objective}`);
  const observed = badShare(block.candidate) ?? 0;
  const broken = observed > objective.budget;
  const limit = broken ? objective.budget : toleratedShare(state.policy, objective, block.baseline);
  const headline = broken
    ? brokenHeadline(objective, block.candidate, question.observedQuantileMs?.[objective.name])
    : 'candidate worse than baseline';
  const counts = `${countedWords(objective, block.candidate)}, ${boundWords(objective, limit)}`;
  const windowSeconds = (block.atMs - state.startedMs) / 1000 - state.policy.warmUpSeconds;
  const basis = `n = ${countFigure(block.candidate.total)} in ${durationFigure(windowSeconds)}`;
  return {
    rule: broken ? 'objective-broken' : 'worse-than-baseline',
    verdict: 'fail',
    sentence: `${headline} (${basis}): ${counts}; ${comparison(objective, block)} (${certainty(state.policy, objective, block)})`,
    observed,
    limit,
    unit: 'bad ratio',
    samples: block.candidate.total,
    windowSeconds,
    ageSeconds: (question.nowMs - block.atMs) / 1000,
    ...(objective.query === undefined ? {} : { query: objective.query }),
    remedy: 'nothing: the evidence has been reached, and stays; fix the version and release it anew',
  };
}

function comparison(objective: CanaryObjective, { baseline, cause }: Block): string {
  return cause === 'alone' ? 'no baseline was left to compare with' : `baseline ${countedWords(objective, baseline)}`;
}

function certainty({ alpha }: CanaryPolicy, { phi }: CanaryObjective, { logEvidence }: Block): string {
  return `evidence ${evidenceFigure(logEvidence)}, blocks at ${numberFigure(1 / alpha)}; phi ${numberFigure(phi)}`;
}
