/** Which limit a scrape has exceeded. */
export type ExceededLimit = 'body-size' | 'samples' | 'labels' | 'store';

/** A scrape that brings more than it may, which fails it whole. */
export class ScrapeLimitError extends Error {
  readonly limit: ExceededLimit;
  constructor(limit: ExceededLimit, message: string) {
    super(message);
    this.name = 'ScrapeLimitError';
    this.limit = limit;
  }
}
