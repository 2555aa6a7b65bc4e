import type { AppendOutcome } from '../store/stored-series.ts';
import type { ReadScrape } from './read-scrape.ts';
import type { ScrapeCounterName, ScrapeCounters } from './scrape-counters.ts';
import { type ExceededLimit, ScrapeLimitError } from './scrape-limit-error.ts';

const LIMIT_COUNTERS: Readonly<Record<ExceededLimit, ScrapeCounterName>> = {
  'body-size': 'sluice_collector_target_scrapes_exceeded_body_size_limit_total',
  samples: 'sluice_collector_target_scrapes_exceeded_sample_limit_total',
  labels: 'sluice_collector_target_scrapes_exceeded_label_limits_total',
  store: 'sluice_collector_target_scrapes_refused_by_full_store_total',
};

/** Counts a scrape, why it failed if it did, and its samples that were refused. */
export function countScrape(counters: ScrapeCounters, read: ReadScrape, outcomes: readonly AppendOutcome[]): void {
  counters.count('sluice_collector_target_scrapes_total');
  if (read.problem !== undefined) counters.count('sluice_collector_target_scrapes_failed_total');
  if (read.problem instanceof ScrapeLimitError) counters.count(LIMIT_COUNTERS[read.problem.limit]);
  const duplicates = read.duplicates + timesOf('duplicate', outcomes);
  counters.count('sluice_collector_target_scrapes_sample_duplicate_timestamp_total', duplicates);
  counters.count('sluice_collector_target_scrapes_sample_out_of_order_total', timesOf('out-of-order', outcomes));
  counters.count('sluice_collector_target_scrapes_sample_out_of_bounds_total', read.outOfBounds);
}

function timesOf(wanted: AppendOutcome, outcomes: readonly AppendOutcome[]): number {
  let count = 0;
  for (const outcome of outcomes) if (outcome === wanted) count++;
  return count;
}
