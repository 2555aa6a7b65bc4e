import type { ReadScrape } from './read-scrape.ts';

/** What is told of each scrape, successful or not. */
export interface ScrapeFacts {
  readonly isUp: boolean;
  readonly durationSeconds: number;
  readonly read: ReadScrape;
  readonly added: number;
}

/** The metrics that a scrape reports on itself, by name. Source: Prometheus, which writes the same for each target. */
export function scrapeReport({ isUp, durationSeconds, read, added }: ScrapeFacts): Readonly<Record<string, number>> {
  return {
    up: Number(isUp),
    scrape_duration_seconds: durationSeconds,
    scrape_samples_scraped: read.scraped,
    scrape_samples_post_metric_relabeling: read.samples.length,
    scrape_series_added: added,
  };
}
