import type { Reason } from '../gate/reason.ts';
import { type ComparedPair, type ComparisonPolicy, fewestPairs } from './compared-pair.ts';
import { missingReason, reasonOf, tooFewReason } from './comparison-reasons.ts';
import { flipInterval, type Interval } from './flip-interval.ts';
import { flipPValues } from './flip-p-values.ts';
import type { MeasuredDifference } from './measured-difference.ts';
import { type Measure, measuresOf } from './measures.ts';
import { samplingInterval } from './sampling-interval.ts';

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
  const enough = pairs.length >= needed;
  const pValues = flipPValues(measures.map(({ differences, margin }) => differences.map((difference) => difference - margin)));
  const differences = measures.map((measure, index) => ({
    ...differenceOf(measure, intervalOf(measure, pairs, policy)),
    pValue: pValues[index] ?? 1,
    verdict: enough ? verdictOf(pValues[index], policy) : ('inconclusive' as const),
  }));
  const basis = { pairs: pairs.length, base: total(pairs, 'base'), head: total(pairs, 'head') };
  const reasons = differences.map((difference) => reasonOf(difference, basis, policy));
  const tooFew = enough ? [] : [tooFewReason(pairs.length, needed, policy)];
  return { pairs: pairs.length, differences, reasons: [...reasons, ...tooFew, ...missing.map(missingReason)] };
}

const verdictOf = (pValue: number | undefined, { alpha }: ComparisonPolicy): 'pass' | 'fail' =>
  pValue !== undefined && pValue <= alpha ? 'fail' : 'pass';

function differenceOf({ name, differences, margin, shown }: Measure, { low, high }: Interval) {
  return {
    measure: name,
    difference: shown(median(differences)),
    low: Number.isFinite(low) ? shown(low) : null,
    high: Number.isFinite(high) ? shown(high) : null,
    margin: shown(margin),
  };
}

function intervalOf({ name, differences }: Measure, pairs: readonly ComparedPair[], { alpha }: ComparisonPolicy): Interval {
  const [only, ...others] = pairs;
  const sampling = only !== undefined && others.length === 0 ? samplingInterval(only, name) : undefined;
  return sampling ?? flipInterval(differences, alpha / 2);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? Number.NaN) + (sorted[Math.ceil(middle)] ?? Number.NaN)) / 2;
}

const total = (pairs: readonly ComparedPair[], side: keyof ComparedPair): number =>
  pairs.reduce((sum, pair) => sum + pair[side].requests, 0);
