import type { Exemplar } from '../exposition/exemplar.ts';
import type { Labels } from '../query-result.ts';
import type { SeriesSample } from '../store/sample-batch.ts';

/** What one scrape brought, as far as it could be read. */
export interface ReadScrape {
  /** Lines with a sample, before relabelling, and after. */
  readonly scraped: number;
  readonly kept: number;
  /** Series that the last scrapes did not bring. */
  readonly added: number;
  readonly samples: readonly SeriesSample[];
  readonly exemplars: readonly ScrapedExemplar[];
  /** Samples that stand twice in the exposition, and those too far ahead. */
  readonly duplicates: number;
  readonly outOfBounds: number;
  /** Why the scrape counts nothing; undefined when all of it could be read. */
  readonly problem: Error | undefined;
}

/** An exemplar beside the labels of its series and the time of its sample. */
export interface ScrapedExemplar {
  readonly seriesLabels: Labels;
  readonly exemplar: Exemplar;
  readonly sampleMs: number;
}
