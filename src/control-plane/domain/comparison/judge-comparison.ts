import { countFigure, percentFigure } from '../gate/figures.ts';
import type { Reason } from '../gate/reason.ts';
import { type ComparedPair, type ComparisonPolicy, fewestPairs } from './compared-pair.ts';
import { flipInterval, type Interval } from './flip-interval.ts';
import { flipPValues } from './flip-p-values.ts';
import { type Measure, type MissingMeasure, measuresOf } from './measures.ts';

/** How the head stands to the base by one measure. */
export interface MeasuredDifference {
  readonly measure: Measure['name'];
  /** Middle of the pairs' differences: a share of the base's for latencies (0.05 is 5 % more), points for the error ratio. */
  readonly difference: number;
  /** At confidence 1 − alpha, each measure for itself; an end is null where the pairs are too few to tell. */
  readonly low: number | null;
  readonly high: number | null;
  readonly margin: number;
  /** The chance of such differences without the head being worse, over all measures together. */
  readonly pValue: number;
  readonly verdict: 'pass' | 'fail';
}

/** What the comparison says, with the numbers for each measure. */
export interface Comparison {
  readonly pairs: number;
  readonly differences: readonly MeasuredDifference[];
  readonly reasons: readonly Reason[];
}

/**
 * Compares two targets by pairs of runs.
 *
 * fail: the head is worse than the margin by some measure, which is said of a head that is not with a chance of at most alpha, however
 * noisy the machine. pass: no measure shows that; how much might be hidden in the noise is told by the intervals. inconclusive: too few
 * pairs for this alpha, or pairs without the numbers to compare.
 */
export function judgeComparison(pairs: readonly ComparedPair[], policy: ComparisonPolicy): Comparison {
  const { measures, missing } = measuresOf(pairs, policy);
  const needed = fewestPairs(policy.alpha);
  if (pairs.length < needed) return { pairs: pairs.length, differences: [], reasons: [tooFew(pairs.length, needed, policy)] };
  const pValues = flipPValues(measures.map(({ differences, margin }) => differences.map((difference) => difference - margin)));
  const differences = measures.map((measure, index) => differenceOf(measure, pValues[index] ?? 1, policy));
  const requests = { base: total(pairs, 'base'), head: total(pairs, 'head') };
  const reasons = [...differences.map((difference) => reasonOf(difference, pairs.length, requests, policy)), ...missing.map(missingReason)];
  return { pairs: pairs.length, differences, reasons };
}

function differenceOf({ name, differences, margin, shown }: Measure, pValue: number, { alpha }: ComparisonPolicy): MeasuredDifference {
  const { low, high }: Interval = flipInterval(differences, alpha / 2);
  return {
    measure: name,
    difference: shown(median(differences)),
    low: Number.isFinite(low) ? shown(low) : null,
    high: Number.isFinite(high) ? shown(high) : null,
    margin: shown(margin),
    pValue,
    verdict: pValue <= alpha ? 'fail' : 'pass',
  };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? Number.NaN) + (sorted[Math.ceil(middle)] ?? Number.NaN)) / 2;
}

interface Requests {
  readonly base: number;
  readonly head: number;
}

const total = (pairs: readonly ComparedPair[], side: keyof ComparedPair): number =>
  pairs.reduce((sum, pair) => sum + pair[side].requests, 0);

function reasonOf(difference: MeasuredDifference, pairs: number, requests: Requests, { alpha }: ComparisonPolicy): Reason {
  const { measure, low, high, margin, verdict } = difference;
  const span = `${signed(difference.difference)} [${signed(low)}, ${signed(high)}]`;
  const basis = `${pairs} pairs of runs, n = ${countFigure(requests.base)} and ${countFigure(requests.head)}`;
  const numbers = { observed: difference.difference, limit: margin, unit: 'ratio', samples: requests.base + requests.head };
  if (verdict === 'pass') {
    const sentence = `${measure} is not shown to be worse than the base's by more than ${percentFigure(margin)}: ${span} (${basis}).`;
    return { rule: 'compared', verdict, sentence, ...numbers };
  }
  const sentence = `${measure} is worse than the base's by more than ${percentFigure(margin)}: ${span} (${basis}; chance of a false block at most ${percentFigure(alpha)}).`;
  return {
    rule: 'worse-than-base',
    verdict,
    sentence,
    ...numbers,
    remedy: 'Look at what changed since the base, or allow more by the margin.',
  };
}

const signed = (share: number | null): string => {
  if (share === null) return 'no bound';
  return `${share < 0 ? '−' : '+'}${percentFigure(Math.abs(share))}`;
};

function tooFew(pairs: number, needed: number, { alpha }: ComparisonPolicy): Reason {
  return {
    rule: 'too-few-pairs',
    verdict: 'inconclusive',
    sentence: `${pairs} pairs of runs can't tell a difference from chance at alpha ${alpha}: it takes ${needed}.`,
    observed: pairs,
    limit: needed,
    unit: 'pairs',
    remedy: `Run ${needed} pairs or more.`,
  };
}

function missingReason({ name, pairs }: MissingMeasure): Reason {
  return {
    rule: 'nothing-to-compare',
    verdict: 'inconclusive',
    sentence: `${name} can't be compared: ${pairs} pairs of runs have no such number on both sides.`,
    samples: 0,
    remedy: 'See that the script sends requests that are answered, and measures their failures.',
  };
}
