import type { MetricDeclaration } from '../virtual-user.ts';
import type { CheckTally } from './check-tallies.ts';

/** The buckets of one sign, from `lowest` on, without empty ones at either end. */
export interface BucketsSnapshot {
  readonly lowest: number;
  readonly counts: readonly number[];
}

/** A sketch as plain values. `min` and `max` are 0 where it is empty. */
export interface SketchSnapshot {
  readonly positive: BucketsSnapshot;
  readonly negative: BucketsSnapshot;
  readonly zeros: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
}

/** The count against one limit as plain values; the neighbours of the limit are 0 where there is none. */
export interface LimitSnapshot {
  readonly limit: number;
  readonly below: number;
  readonly equal: number;
  readonly above: number;
  readonly greatestBelow: number;
  readonly leastAbove: number;
}

/** One series as plain values. */
export type SeriesSnapshot =
  | { readonly type: 'counter'; readonly samples: number; readonly count: number }
  /** `atMs` is when `value` was measured, in milliseconds since 1970. */
  | {
      readonly type: 'gauge';
      readonly samples: number;
      readonly value: number;
      readonly min: number;
      readonly max: number;
      readonly atMs: number;
    }
  | { readonly type: 'rate'; readonly samples: number; readonly trues: number }
  | { readonly type: 'trend'; readonly sketch: SketchSnapshot; readonly limits: readonly LimitSnapshot[] };

/** A metric with its parts as plain values. */
export interface MetricSnapshot {
  readonly declaration: MetricDeclaration;
  readonly series: SeriesSnapshot;
  readonly parts: readonly {
    readonly key: string;
    readonly tags: readonly (readonly [tag: string, value: string])[];
    readonly series: SeriesSnapshot;
  }[];
}

/**
 * Everything a registry was given, as plain values that JSON and structured clones carry without loss.
 *
 * Absorbing the snapshots of any split of a stream, in any order, gives what the whole stream would have given: counts, extremes,
 * quantiles and sides of limits exactly, sums up to the order of floating-point additions.
 */
export interface RegistrySnapshot {
  readonly metrics: readonly MetricSnapshot[];
  readonly checks: readonly CheckTally[];
  readonly lost: number;
}
