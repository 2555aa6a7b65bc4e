import type { Labels } from '../query-result.ts';
import type { StoredSeries } from '../store/stored-series.ts';

/** What a series of a target means to its scraper: a series of the store, or none because relabelling drops it. */
export type ScrapedSeries = KeptSeries | { readonly kind: 'dropped' };

/** A series that is stored. It is one object for the series' life, and so is its sample, so that a scrape makes no objects. */
export interface KeptSeries {
  readonly kind: 'kept';
  readonly labels: Labels;
  /** Undefined until the series is first stored. */
  sample: { series: StoredSeries; atMs: number; value: number } | undefined;
  /** The scrape that last brought a sample of it. */
  readIn: number;
  /** The scrape from which on the series would end if it came no more. */
  trackedIn: number;
}

/** A series that no scrape has brought yet. */
export function keptSeries(labels: Labels): KeptSeries {
  return { kind: 'kept', labels, sample: undefined, readIn: 0, trackedIn: 0 };
}
