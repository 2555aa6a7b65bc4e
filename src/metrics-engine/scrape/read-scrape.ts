import { scanExposition } from '../exposition/scan-exposition.ts';
import type { SeriesSample } from '../store/sample-batch.ts';
import type { StoredSeries } from '../store/stored-series.ts';
import type { FetchedExposition } from './fetch-exposition.ts';
import type { ScrapeCache } from './scrape-cache.ts';

/** What one scrape brought. */
export interface ReadScrape {
  /** Lines with a sample, before relabelling. */
  readonly scraped: number;
  readonly samples: readonly SeriesSample[];
  /** The series that end when they don't come again; those with times of their own don't. */
  readonly tracked: ReadonlySet<StoredSeries>;
}

export interface ReadOptions {
  readonly cache: ScrapeCache;
  readonly atMs: number;
  readonly honorTimestamps: boolean;
  readonly maxSamples: number;
}

// A target's clock that is further ahead than this is wrong, and its samples would stand in the way of right ones. Source: Prometheus.
const MAX_AHEAD_MS = 600_000;

/**
 * Turns an exposition into samples for the store, without storing them: a scrape counts whole or not at all.
 *
 * Throws Error when it is malformed, has too many samples, or the store is full.
 */
export function readScrape(
  { text, timestampUnit }: FetchedExposition,
  { cache, atMs, honorTimestamps, maxSamples }: ReadOptions,
): ReadScrape {
  const samples: SeriesSample[] = [];
  const tracked = new Set<StoredSeries>();
  let scraped = 0;
  for (const sample of scanExposition(text, timestampUnit)) {
    scraped++;
    const series = cache.resolve(sample);
    if (series === undefined) continue;
    const ownMs = honorTimestamps ? sample.timestampMs : undefined;
    if (ownMs === undefined) tracked.add(series);
    if ((ownMs ?? atMs) <= atMs + MAX_AHEAD_MS) samples.push({ series, atMs: ownMs ?? atMs, value: sample.value });
    if (samples.length > maxSamples) throw new Error(`the target has more than ${maxSamples} samples`);
  }
  return { scraped, samples, tracked };
}
