import { countFigure, percentFigure } from '../gate/figures.ts';
import type { Reason } from '../gate/reason.ts';
import type { ComparisonPolicy } from './compared-pair.ts';
import type { MeasuredDifference } from './measured-difference.ts';
import type { MissingMeasure } from './measures.ts';

/** What a comparison rests on: pairs of runs, and the requests of all runs of a side. */
export interface ComparisonBasis {
  readonly pairs: number;
  readonly base: number;
  readonly head: number;
}

/** What one measure says, with its difference, interval, margin and what that rests on. */
export function reasonOf(difference: MeasuredDifference, basis: ComparisonBasis, { alpha }: ComparisonPolicy): Reason {
  const { measure, low, high, margin, verdict } = difference;
  const span = `${signed(difference.difference)} [${signed(low)}, ${signed(high)}]`;
  const runs = `${basis.pairs} ${basis.pairs === 1 ? 'pair' : 'pairs'} of runs, n = ${countFigure(basis.base)} and ${countFigure(basis.head)}`;
  const numbers = { observed: difference.difference, limit: margin, unit: 'ratio', samples: basis.base + basis.head };
  switch (verdict) {
    case 'pass': {
      const sentence = `${measure} is not shown to be worse than the base's by more than ${percentFigure(margin)}: ${span} (${runs}).`;
      return { rule: 'compared', verdict, sentence, ...numbers };
    }
    case 'fail': {
      const sentence = `${measure} is worse than the base's by more than ${percentFigure(margin)}: ${span} (${runs}; chance of a false block at most ${percentFigure(alpha)}).`;
      return {
        rule: 'worse-than-base',
        verdict,
        sentence,
        ...numbers,
        remedy: 'Look at what changed since the base, or allow more by the margin.',
      };
    }
    case 'inconclusive': {
      const by = basis.pairs === 1 ? ', interval by the requests alone' : '';
      return { rule: 'compared', verdict, sentence: `${measure} against the base's: ${span} (${runs}${by}).`, ...numbers };
    }
  }
}

const signed = (share: number | null): string => {
  if (share === null) return 'no bound';
  return `${share < 0 ? '−' : '+'}${percentFigure(Math.abs(share))}`;
};

/** Why there is no verdict where there are fewer pairs than alpha needs. */
export function tooFewReason(pairs: number, needed: number, { alpha }: ComparisonPolicy): Reason {
  return {
    rule: 'too-few-pairs',
    verdict: 'inconclusive',
    sentence: `${pairs} ${pairs === 1 ? 'pair' : 'pairs'} of runs can't tell a slower service from a slower machine at alpha ${alpha}: it takes ${needed}.`,
    observed: pairs,
    limit: needed,
    unit: 'pairs',
    remedy: `Run ${needed} pairs or more, base and head in turn: sluice load compare --script <script> --base <url> --head <url>.`,
  };
}

/** Why there is no verdict by a measure that some run does not have. */
export function missingReason({ name, pairs }: MissingMeasure): Reason {
  return {
    rule: 'nothing-to-compare',
    verdict: 'inconclusive',
    sentence: `${name} can't be compared: ${pairs} ${pairs === 1 ? 'pair' : 'pairs'} of runs have no such number on both sides.`,
    samples: 0,
    remedy: 'See that the script sends requests that are answered, and measures their failures.',
  };
}
