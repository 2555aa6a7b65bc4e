/** The labels of a series, `__name__` included where the answer keeps it. */
export type Labels = Readonly<Record<string, string>>;

/** [milliseconds since 1970, value]. The value may be NaN or infinite. */
export type Sample = readonly [atMs: number, value: number];

export interface InstantSeries {
  readonly labels: Labels;
  readonly sample: Sample;
}

export interface RangeSeries {
  readonly labels: Labels;
  /** Oldest first. For a plain range selector (`x[5m]`) these are the raw scraped samples. */
  readonly samples: readonly Sample[];
}

/** What an answer should be read with: texts such as `PromQL info: …` with a line and column. Absent where there is nothing to say. */
export interface QueryNotes {
  readonly warnings?: readonly string[];
  readonly infos?: readonly string[];
}

/** An answer to a query, in the shapes of Prometheus' HTTP API. */
export type QueryResult = QueryNotes &
  (
    | { readonly kind: 'scalar'; readonly sample: Sample }
    | { readonly kind: 'vector'; readonly series: readonly InstantSeries[] }
    | { readonly kind: 'matrix'; readonly series: readonly RangeSeries[] }
    | { readonly kind: 'string'; readonly sample: readonly [atMs: number, text: string] }
  );

/**
 * Why a query got no answer. `bad-query`: it will never work as written. `execution`: it was refused while it was evaluated, for what the
 * data are or how many. `unavailable`: the source failed, or took too long; try again.
 */
export class QueryError extends Error {
  readonly code: 'bad-query' | 'execution' | 'unsupported' | 'unavailable' | 'timeout';
  constructor(code: QueryError['code'], message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'QueryError';
    this.code = code;
  }
}
