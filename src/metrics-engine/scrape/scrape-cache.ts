import { parseSeries } from '../exposition/parse-series.ts';
import type { ScannedSample } from '../exposition/scan-exposition.ts';
import type { Labels } from '../query-result.ts';
import type { StoredSeries } from '../store/stored-series.ts';
import type { ScrapeJob } from './scrape-job.ts';
import { storedLabels } from './target-labels.ts';

/** What a series' text means: the series in the store, or that relabelling drops it. */
type CachedSeries = { readonly kind: 'kept'; readonly series: StoredSeries } | { readonly kind: 'dropped' };

export interface ScrapeCacheOptions {
  readonly job: Pick<ScrapeJob, 'honorLabels' | 'metricRelabelRules'>;
  readonly targetLabels: Labels;
  /** The series with these labels; undefined when the store is full. */
  readonly seriesFor: (labels: Labels) => StoredSeries | undefined;
}

/** Remembers what the text of each series of one target means, so that labels are parsed once in a series' life and not once a scrape. */
export class ScrapeCache {
  readonly #options: ScrapeCacheOptions;
  #current = new Map<string, CachedSeries>();
  #next = new Map<string, CachedSeries>();
  #added = 0;

  constructor(options: ScrapeCacheOptions) {
    this.#options = options;
  }

  /** The series of a scanned line; undefined when relabelling drops it. Throws Error when its labels are malformed or the store is full. */
  resolve({ series: text, line }: ScannedSample): StoredSeries | undefined {
    const known = this.#next.get(text) ?? this.#current.get(text);
    const isUsable = known !== undefined && !(known.kind === 'kept' && known.series.retired);
    if (known === undefined) this.#added++;
    const cached = isUsable ? known : this.#lookUp(text, line);
    this.#next.set(text, cached);
    return cached.kind === 'kept' ? cached.series : undefined;
  }

  /** Ends a scrape: forgets what did not come again. Answers how many texts were new. */
  turn(): number {
    const added = this.#added;
    this.#current = this.#next;
    this.#next = new Map();
    this.#added = 0;
    return added;
  }

  /** Ends a scrape that failed: what it had resolved is forgotten, what the last good one had is kept. */
  abandon(): void {
    this.#next = new Map();
    this.#added = 0;
  }

  #lookUp(text: string, line: number): CachedSeries {
    const { job, targetLabels, seriesFor } = this.#options;
    const labels = storedLabels(parseSeries(text, line), targetLabels, job);
    if (labels === undefined) return { kind: 'dropped' };
    const series = seriesFor(labels);
    if (series === undefined)
      throw new Error('the store holds as many series as it may: raise the limit, or drop series by metric_relabel_configs');
    return { kind: 'kept', series };
  }
}
