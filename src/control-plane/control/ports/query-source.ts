/** The labels of a series. */
export type SeriesLabels = Readonly<Record<string, string>>;

/** [milliseconds since 1970, value]. */
export type SeriesSample = readonly [atMs: number, value: number];

export type QueryAnswer =
  | { readonly kind: 'scalar'; readonly sample: SeriesSample }
  | { readonly kind: 'vector'; readonly series: readonly { readonly labels: SeriesLabels; readonly sample: SeriesSample }[] }
  | { readonly kind: 'matrix'; readonly series: readonly { readonly labels: SeriesLabels; readonly samples: readonly SeriesSample[] }[] }
  // What a text says of numbers is nothing, so nobody takes it for evidence.
  | { readonly kind: 'string'; readonly sample: readonly [atMs: number, text: string] };

/**
 * Where PromQL is answered, embedded or by a Prometheus.
 *
 * No data is an empty vector or matrix. Rejects with an Error when the source is out of reach, too slow or refuses the query.
 */
export interface QuerySource {
  query(expression: string, atMs: number, signal?: AbortSignal): Promise<QueryAnswer>;
  queryRange(
    expression: string,
    range: { readonly startMs: number; readonly endMs: number; readonly stepMs: number },
    signal?: AbortSignal,
  ): Promise<QueryAnswer>;
  /** The expression with label matchers added to every selector in it; throws when it does not parse. */
  narrow(expression: string, matchers: SeriesLabels): string;
}
