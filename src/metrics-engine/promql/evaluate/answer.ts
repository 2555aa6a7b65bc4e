import type { Labels } from '../../query-result.ts';
import type { Column, Grid } from './evaluation.ts';

/** Raw samples of one series: what a range stands for. Times are whole milliseconds since 1970, oldest first. */
export interface SeriesSamples {
  readonly labels: Labels;
  readonly times: Float64Array;
  readonly values: Float64Array;
}

/**
 * What a query came to, still in columns: `grid` says for which instants. A column has a value at one instant at least; no data is no
 * column. `samples` answers a query that is a range itself.
 */
export type Answer = AnswerNotes &
  (
    | { readonly kind: 'scalar'; readonly grid: Grid; readonly values: Float64Array }
    | { readonly kind: 'vector'; readonly grid: Grid; readonly columns: readonly Column[] }
    | { readonly kind: 'samples'; readonly grid: Grid; readonly series: readonly SeriesSamples[] }
    | { readonly kind: 'string'; readonly grid: Grid; readonly text: string }
  );

/** What an answer should be read with; empty where there is nothing to say. */
export interface AnswerNotes {
  readonly warnings: readonly string[];
  readonly infos: readonly string[];
}
