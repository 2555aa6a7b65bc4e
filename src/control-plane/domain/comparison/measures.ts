import type { ComparedPair, ComparisonPolicy, MeasureName, RunFigures } from './compared-pair.ts';

/** One thing by which two targets are compared. */
export interface Measure {
  readonly name: MeasureName;
  /** How much worse the head was in each pair: logarithm of the ratio for latencies, plain difference for the error ratio. */
  readonly differences: readonly number[];
  /** How much worse it may be, in the same terms. */
  readonly margin: number;
  /** From those terms to what people read: a share of the base's for latencies, points for the error ratio. */
  readonly shown: (difference: number) => number;
}

/** A pair without one of the numbers, so that nothing can be said by that measure. */
export interface MissingMeasure {
  readonly name: MeasureName;
  readonly pairs: number;
}

const QUANTILES = ['p50', 'p95', 'p99'] as const;

/** The measures of pairs, and those that pairs lack. Latencies are compared by their ratio, because noise and margins are shares of them. */
export function measuresOf(
  pairs: readonly ComparedPair[],
  policy: ComparisonPolicy,
): { readonly measures: readonly Measure[]; readonly missing: readonly MissingMeasure[] } {
  const quantiles = QUANTILES.map((name) =>
    measure(name, pairs, (figures) => logarithm(figures[name]), Math.log1p(policy.latencyMargin), Math.expm1),
  );
  const errors = measure(
    'error ratio',
    pairs,
    ({ errorRatio }) => errorRatio,
    policy.errorMargin,
    (difference) => difference,
  );
  const all = [...quantiles, errors];
  return { measures: all.filter((each) => 'differences' in each), missing: all.filter((each) => 'pairs' in each) };
}

function measure(
  name: MeasureName,
  pairs: readonly ComparedPair[],
  valueOf: (figures: RunFigures) => number | undefined,
  margin: number,
  shown: Measure['shown'],
): Measure | MissingMeasure {
  const differences = pairs.map(({ base, head }) => (valueOf(head) ?? Number.NaN) - (valueOf(base) ?? Number.NaN));
  const lacking = differences.filter((difference) => !Number.isFinite(difference)).length;
  return lacking > 0 ? { name, pairs: lacking } : { name, differences, margin, shown };
}

const logarithm = (value: number | undefined): number | undefined => (value === undefined || !(value > 0) ? undefined : Math.log(value));
