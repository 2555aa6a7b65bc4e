import type { ExemplarOutcome, ExemplarStore } from '../exemplars/exemplar-store.ts';
import type { ScrapedExemplar } from './read-scrape.ts';
import type { ScrapeCounterName, ScrapeCounters } from './scrape-counters.ts';

const COUNTERS: Readonly<Partial<Record<ExemplarOutcome, ScrapeCounterName>>> = {
  appended: 'sluice_collector_exemplars_appended_total',
  'out-of-order': 'sluice_collector_exemplars_out_of_order_total',
  'too-long': 'sluice_collector_exemplars_refused_total',
};

export interface StoreExemplarsOptions {
  readonly exemplars: ExemplarStore;
  readonly counters: ScrapeCounters;
  readonly scraped: readonly ScrapedExemplar[];
}

/** Keeps the exemplars of a scrape; one without a time of its own gets its sample's. The same one again is the rule and not counted. */
export function storeExemplars({ exemplars, counters, scraped }: StoreExemplarsOptions): void {
  for (const { seriesLabels, exemplar, sampleMs } of scraped) {
    const { labels, value, timestampMs } = exemplar;
    const outcome = exemplars.append(seriesLabels, { labels, value, atMs: timestampMs ?? sampleMs, hasOwnTime: timestampMs !== undefined });
    const counter = COUNTERS[outcome];
    if (counter !== undefined) counters.count(counter);
  }
}
