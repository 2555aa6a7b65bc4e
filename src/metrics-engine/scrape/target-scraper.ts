import type { Labels } from '../query-result.ts';
import type { SampleBatch, SeriesSample } from '../store/sample-batch.ts';
import type { AppendOutcome, StoredSeries } from '../store/stored-series.ts';
import type { CollectorClock } from './collector-clock.ts';
import { fetchExposition } from './fetch-exposition.ts';
import { type ReadScrape, readScrape } from './read-scrape.ts';
import type { ResolvedTarget } from './resolve-target.ts';
import { ScrapeCache } from './scrape-cache.ts';
import type { ScrapeJob } from './scrape-job.ts';
import { type ScrapeFacts, scrapeReport } from './scrape-report.ts';

/** Where scrapes go. */
export interface ScrapeSink {
  series(labels: Labels): StoredSeries | undefined;
  commit(batch: SampleBatch): readonly AppendOutcome[];
}

/** How a target does. */
export interface TargetStatus {
  readonly job: string;
  readonly url: string;
  readonly labels: Labels;
  /** unknown until the first scrape has ended. */
  readonly health: 'up' | 'down' | 'unknown';
  readonly lastScrapeMs: number | undefined;
  readonly lastDurationSeconds: number | undefined;
  /** Why the last scrape failed, or which samples of it were refused; undefined when all is well. */
  readonly lastError: string | undefined;
}

export interface TargetScraperOptions {
  readonly job: ScrapeJob;
  readonly target: ResolvedTarget;
  readonly sink: ScrapeSink;
  readonly clock: CollectorClock;
  readonly fetch: typeof fetch;
  readonly maxSamples: number;
  readonly maxBytes: number;
  /** Why no scrape may be made just now, which fails each; undefined when all is well. */
  readonly refusal?: () => string | undefined;
}

const NOTHING: ReadScrape = { scraped: 0, samples: [], tracked: new Set() };

/** Scrapes one target and keeps what one scrape must know of the last. */
export class TargetScraper {
  readonly #options: TargetScraperOptions;
  readonly #cache: ScrapeCache;
  #tracked: ReadonlySet<StoredSeries> = new Set();
  #reports: readonly StoredSeries[] = [];
  #isBusy = false;
  #hasEnded = false;
  #status: TargetStatus;

  constructor(options: TargetScraperOptions) {
    this.#options = options;
    const { job, target, sink } = options;
    this.#cache = new ScrapeCache({ job, targetLabels: target.labels, seriesFor: (labels) => sink.series(labels) });
    this.#status = {
      job: job.name,
      ...target,
      health: 'unknown',
      lastScrapeMs: undefined,
      lastDurationSeconds: undefined,
      lastError: undefined,
    };
  }

  get status(): TargetStatus {
    return this.#status;
  }

  /** Scrapes once; every sample gets the time given. Does nothing while the scrape before is still under way. Never rejects for what the target does. */
  async scrape(atMs: number, signal: AbortSignal): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    const { clock } = this.#options;
    const startedMs = clock.monotonicMs();
    try {
      const read = await this.#read(atMs, signal);
      if (!signal.aborted && !this.#hasEnded) this.#store(atMs, read, (clock.monotonicMs() - startedMs) / 1000);
    } finally {
      this.#isBusy = false;
    }
  }

  /** Ends all series of the target, which is not scraped any more. */
  end(atMs: number): void {
    this.#hasEnded = true;
    this.#options.sink.commit({ samples: [], stale: { atMs, series: [...this.#tracked, ...this.#reports] } });
    this.#tracked = new Set();
  }

  async #read(atMs: number, signal: AbortSignal): Promise<ReadScrape | { readonly problem: string }> {
    const { job, target, clock, fetch, maxSamples, maxBytes } = this.#options;
    const deadline = clock.deadline(job.timeoutMs);
    try {
      const refusal = this.#options.refusal?.();
      if (refusal !== undefined) throw new Error(refusal);
      const limits = { timeoutMs: job.timeoutMs, maxBytes: Math.min(maxBytes, job.limits.bodySizeLimit ?? maxBytes) };
      const fetched = await fetchExposition({ url: target.url, fetch, signal: AbortSignal.any([signal, deadline]), ...limits });
      const samplesAllowed = Math.min(maxSamples, job.limits.sampleLimit ?? maxSamples);
      return readScrape(fetched, { cache: this.#cache, atMs, honorTimestamps: job.honorTimestamps, maxSamples: samplesAllowed });
    } catch (error) {
      this.#cache.abandon();
      return { problem: deadline.aborted ? `the target did not answer within ${job.timeoutMs} ms` : describe(error) };
    }
  }

  #store(atMs: number, result: ReadScrape | { readonly problem: string }, durationSeconds: number): void {
    const problem = 'problem' in result ? result.problem : undefined;
    const read = 'problem' in result ? NOTHING : result;
    const added = problem === undefined ? this.#cache.turn() : 0;
    const reports = this.#report(atMs, { isUp: problem === undefined, durationSeconds, read, added });
    const ended = [...this.#tracked].filter((series) => !read.tracked.has(series) && !series.retired);
    // Reports stand first, so that a target which exposes a metric named `up` can't speak for itself.
    const outcomes = this.#options.sink.commit({ samples: [...reports, ...read.samples], stale: { atMs, series: ended } });
    this.#tracked = read.tracked;
    this.#reports = reports.map(({ series }) => series);
    const health = problem === undefined ? 'up' : 'down';
    this.#status = {
      ...this.#status,
      health,
      lastScrapeMs: atMs,
      lastDurationSeconds: durationSeconds,
      lastError: problem ?? refusals(outcomes),
    };
  }

  #report(atMs: number, facts: ScrapeFacts): readonly SeriesSample[] {
    const { sink, target } = this.#options;
    return Object.entries(scrapeReport(facts)).flatMap(([name, value]) => {
      const series = sink.series({ __name__: name, ...target.labels });
      return series === undefined ? [] : [{ series, atMs, value }];
    });
  }
}

/** A sample that is refused is lost evidence, so it is told, though the scrape counts. */
function refusals(outcomes: readonly AppendOutcome[]): string | undefined {
  const refused = outcomes.filter((outcome) => outcome !== 'appended');
  return refused.length === 0 ? undefined : `${refused.length} samples were refused, the first as ${refused[0]}`;
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
