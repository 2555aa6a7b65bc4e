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

/** An answer to a query, in the shapes of Prometheus' HTTP API. */
export type QueryResult =
  | { readonly kind: 'scalar'; readonly sample: Sample }
  | { readonly kind: 'vector'; readonly series: readonly InstantSeries[] }
  | { readonly kind: 'matrix'; readonly series: readonly RangeSeries[] };

/** Why a query got no answer. `bad-query`: it will never work as written. `unavailable`: the source failed, or took too long; try again. */
export class QueryError extends Error {
  readonly code: 'bad-query' | 'unsupported' | 'unavailable' | 'timeout';
  constructor(code: QueryError['code'], message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'QueryError';
    this.code = code;
  }
}
