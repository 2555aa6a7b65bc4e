import type { StoredSeries } from './stored-series.ts';

/** One sample for one series. */
export interface SeriesSample {
  readonly series: StoredSeries;
  readonly atMs: number;
  readonly value: number;
}

/** What a scrape brings: samples, and the series that ended with it. */
export interface SampleBatch {
  readonly samples: readonly SeriesSample[];
  readonly stale: { readonly atMs: number; readonly series: readonly StoredSeries[] };
}
