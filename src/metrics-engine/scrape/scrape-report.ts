/** What is told of each scrape, successful or not. */
export interface ScrapeFacts {
  readonly isUp: boolean;
  readonly durationSeconds: number;
  /** Lines with a sample before relabelling, and after it; of a scrape that fails, those up to where it failed. */
  readonly scraped: number;
  readonly kept: number;
  /** Series that are new since the last scrape. */
  readonly added: number;
}

/** The metrics that a scrape reports on itself, by name. Source: Prometheus, which writes the same for each target. */
export function scrapeReport({ isUp, durationSeconds, scraped, kept, added }: ScrapeFacts): Readonly<Record<string, number>> {
  return {
    up: Number(isUp),
    scrape_duration_seconds: durationSeconds,
    scrape_samples_scraped: scraped,
    scrape_samples_post_metric_relabeling: kept,
    scrape_series_added: added,
  };
}
