import { numberFigure } from '../gate/figures.ts';
import type { Reason } from '../gate/reason.ts';
import type { CanaryState } from './canary-state.ts';
import { evidenceFigure } from './evidence-figure.ts';
import { objectiveEvidence } from './objective-evidence.ts';
import { boundWords, countedWords } from './observed-sentence.ts';
import { badShare } from './tally.ts';

/** Which objectives the baseline itself breaks: the environment is ill, so the candidate is neither blamed nor promoted. Usually none. */
export function environmentReasons(state: CanaryState): readonly Reason[] {
  const { policy } = state;
  const ill = state.objectives
    .map((each) => ({ ...each, log: objectiveEvidence(policy, each).environment }))
    .filter(({ log }) => log >= Math.log(1 / policy.alpha));
  return ill.map(({ objective, baseline, log }) => ({
    rule: 'environment',
    verdict: 'inconclusive',
    sentence: `the baseline itself breaks ${objective.name}: ${countedWords(objective, baseline)}, ${boundWords(objective, objective.budget)} (evidence ${evidenceFigure(log)} of ${numberFigure(1 / policy.alpha)})`,
    observed: badShare(baseline) ?? 0,
    limit: objective.budget,
    unit: 'bad ratio',
    samples: baseline.total,
    ...(objective.query === undefined ? {} : { query: objective.query }),
    remedy: 'an end to the incident that both versions share',
  }));
}
