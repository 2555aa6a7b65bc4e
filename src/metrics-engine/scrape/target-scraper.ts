import { setImmediate } from 'node:timers/promises';
import type { ExemplarStore } from '../exemplars/exemplar-store.ts';
import type { Labels } from '../query-result.ts';
import type { SampleBatch, SeriesSample } from '../store/sample-batch.ts';
import type { AppendOutcome, StoredSeries } from '../store/stored-series.ts';
import type { CollectorClock } from './collector-clock.ts';
import { countScrape } from './count-scrape.ts';
import { describeFailure } from './describe-failure.ts';
import { fetchExposition } from './fetch-exposition.ts';
import type { FetchTarget } from './fetch-target.ts';
import type { MetricMetadata, TargetMetadata } from './metric-metadata.ts';
import type { ReadScrape } from './read-scrape.ts';
import { refusals } from './refusals.ts';
import type { ResolvedTarget } from './resolve-target.ts';
import type { ScrapeCounters } from './scrape-counters.ts';
import type { ScrapeJob } from './scrape-job.ts';
import { ScrapeReader } from './scrape-reader.ts';
import { type ScrapeFacts, scrapeReport } from './scrape-report.ts';
import { storeExemplars } from './store-exemplars.ts';

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
  readonly exemplars: ExemplarStore;
  readonly metadata: MetricMetadata;
  readonly counters: ScrapeCounters;
  readonly clock: CollectorClock;
  readonly fetch: FetchTarget;
  readonly maxSamples: number;
  readonly maxBytes: number;
  /** Why no scrape may be made just now, which fails each; undefined when all is well. */
  readonly refusal?: () => string | undefined;
}

/** Scrapes one target and keeps what one scrape must know of the last. */
export class TargetScraper {
  readonly #options: TargetScraperOptions;
  readonly #reader: ScrapeReader;
  readonly #metadata: TargetMetadata;
  #reports: readonly StoredSeries[] = [];
  #isBusy = false;
  #hasEnded = false;
  #status: TargetStatus;

  constructor(options: TargetScraperOptions) {
    this.#options = options;
    const { job, target, sink, maxSamples } = options;
    const metadata = options.metadata.open(target.labels);
    this.#metadata = metadata;
    this.#reader = new ScrapeReader({
      job,
      targetLabels: target.labels,
      maxSamples,
      seriesFor: (labels) => sink.series(labels),
      onMetadata: (line) => metadata.note(line),
      letOthersRun: () => setImmediate(),
    });
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
      const fetched = await this.#fetch(signal);
      if (signal.aborted || this.#hasEnded) return;
      const read = fetched instanceof Error ? nothing(fetched) : await this.#reader.read(fetched, atMs);
      // While a long answer was read, the target may have gone.
      if (signal.aborted || this.#hasEnded) return;
      this.#store(atMs, read, (clock.monotonicMs() - startedMs) / 1000);
    } finally {
      this.#isBusy = false;
    }
  }

  /**
   * Ends all series of the target, which is not scraped any more, and forgets the answer of a scrape under way. A series that another target has
   * written to since goes on.
   */
  end(atMs: number): void {
    this.#hasEnded = true;
    this.#options.metadata.close(this.#metadata);
    this.#options.sink.commit({ samples: [], stale: { atMs, series: [...this.#reader.reject(), ...this.#reports] } });
    this.#reports = [];
  }

  async #fetch(signal: AbortSignal): Promise<Awaited<ReturnType<typeof fetchExposition>> | Error> {
    const { job, target, clock, fetch, maxBytes } = this.#options;
    const deadline = clock.deadline(job.timeoutMs);
    try {
      const refusal = this.#options.refusal?.();
      if (refusal !== undefined) throw new Error(refusal);
      const mostBytes = Math.min(maxBytes, job.limits.bodySizeLimit ?? maxBytes);
      return await fetchExposition({ url: target.url, job, fetch, maxBytes: mostBytes, signal: AbortSignal.any([signal, deadline]) });
    } catch (error) {
      if (deadline.aborted) return new Error(`the target did not answer within ${job.timeoutMs} ms`);
      return error instanceof Error ? error : new Error(String(error));
    }
  }

  #store(atMs: number, read: ReadScrape, durationSeconds: number): void {
    const { sink, exemplars, counters } = this.#options;
    const isUp = read.problem === undefined;
    const ended = isUp ? this.#reader.accept() : this.#reader.reject();
    if (isUp) this.#metadata.turn();
    const reports = this.#report(atMs, { isUp, durationSeconds, scraped: read.scraped, kept: read.kept, added: read.added });
    // Reports stand first, so that a target which exposes a metric named `up` can't speak for itself.
    const samples = isUp ? reports.concat(read.samples) : reports;
    const outcomes = sink.commit({ samples, stale: { atMs, series: ended } });
    this.#reports = reports.map(({ series }) => series);
    countScrape(counters, read, outcomes);
    if (isUp) storeExemplars({ exemplars, counters, scraped: read.exemplars });
    this.#status = {
      ...this.#status,
      health: isUp ? 'up' : 'down',
      lastScrapeMs: atMs,
      lastDurationSeconds: durationSeconds,
      lastError: read.problem === undefined ? refusals(read, outcomes) : describeFailure(read.problem),
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

/** A scrape that found no exposition to read. */
function nothing(problem: Error): ReadScrape {
  return { scraped: 0, kept: 0, added: 0, samples: [], exemplars: [], duplicates: 0, outOfBounds: 0, problem };
}
