/** What the engine may use, at most. */
export interface EngineLimits {
  readonly maxSeries: number;
  readonly maxSamplesPerScrape: number;
  readonly maxScrapeBytes: number;
  /** The most samples that a query may hold at once in the columns of its parts. */
  readonly maxSamplesPerQuery: number;
  /** The most samples that one answer may hold. */
  readonly maxSamplesPerAnswer: number;
  readonly queryTimeoutMs: number;
}

/**
 * A series takes some 5 kB for its first hour at 15 s, and two bytes a sample from then on. A sample of a column takes 9 bytes, of an
 * answer about 60, because that is objects: so both limits are below Prometheus' 50 million.
 */
export const DEFAULT_LIMITS: EngineLimits = {
  maxSeries: 100_000,
  maxSamplesPerScrape: 50_000,
  maxScrapeBytes: 32 * 1024 * 1024,
  maxSamplesPerQuery: 20_000_000,
  maxSamplesPerAnswer: 5_000_000,
  queryTimeoutMs: 30_000,
};
