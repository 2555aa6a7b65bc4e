import type { Exemplar } from '../exposition/exemplar.ts';
import type { MetadataLine } from '../exposition/metadata-line.ts';
import type { ExpositionListener } from '../exposition/read-exposition.ts';
import type { Labels } from '../query-result.ts';
import type { SeriesSample } from '../store/sample-batch.ts';
import type { StoredSeries } from '../store/stored-series.ts';
import { checkLabelLimits } from './check-label-limits.ts';
import type { ReadScrape, ScrapedExemplar } from './read-scrape.ts';
import type { ScrapeJob } from './scrape-job.ts';
import { ScrapeLimitError } from './scrape-limit-error.ts';
import { type KeptSeries, keptSeries, type ScrapedSeries } from './scraped-series.ts';
import { storedLabels } from './target-labels.ts';

// A target's clock that is further ahead than this is wrong, and its samples would stand in the way of right ones. Source: Prometheus.
const MAX_AHEAD_MS = 600_000;

export interface ScrapeListenerOptions {
  readonly job: Pick<ScrapeJob, 'honorLabels' | 'honorTimestamps' | 'trackTimestampsStaleness' | 'metricRelabelRules' | 'limits'>;
  readonly targetLabels: Labels;
  readonly maxSamples: number;
  /** The series with these labels; undefined when the store is full. */
  readonly seriesFor: (labels: Labels) => StoredSeries | undefined;
  readonly onMetadata: (line: MetadataLine) => void;
}

/** The scrape that is being read. */
export interface ScrapeRound {
  readonly atMs: number;
  readonly number: number;
  /** The series that end when they don't come again; those with times of their own don't. */
  readonly tracking: KeptSeries[];
}

/** Gathers what one exposition says. */
export class ScrapeListener implements ExpositionListener<ScrapedSeries> {
  readonly #options: ScrapeListenerOptions;
  readonly #round: ScrapeRound;
  readonly #latestMs: number;
  readonly #maxSamples: number;
  readonly #samples: SeriesSample[] = [];
  readonly #exemplars: ScrapedExemplar[] = [];
  #scraped = 0;
  #kept = 0;
  #added = 0;
  #duplicates = 0;
  #outOfBounds = 0;
  #sampleMs = 0;
  #hasTooMany = false;

  constructor(options: ScrapeListenerOptions, round: ScrapeRound) {
    this.#options = options;
    this.#round = round;
    this.#latestMs = round.atMs + MAX_AHEAD_MS;
    this.#maxSamples = Math.min(options.maxSamples, options.job.limits.sampleLimit ?? options.maxSamples);
  }

  result(problem: Error | undefined): ReadScrape {
    const tooMany = new ScrapeLimitError('samples', `the target has more than ${this.#maxSamples} samples`);
    return {
      scraped: this.#scraped,
      kept: this.#kept,
      added: this.#added,
      samples: this.#samples,
      exemplars: this.#exemplars,
      duplicates: this.#duplicates,
      outOfBounds: this.#outOfBounds,
      problem: problem ?? (this.#hasTooMany ? tooMany : undefined),
    };
  }

  meaningOf(labels: Labels): ScrapedSeries {
    const { job, targetLabels } = this.#options;
    try {
      const stored = storedLabels(labels, targetLabels, job);
      if (stored === undefined) return { kind: 'dropped' };
      checkLabelLimits(stored, job.limits);
      return keptSeries(stored);
    } catch (error) {
      // The line that breaks a limit is a line that was scraped.
      this.#scraped++;
      throw error;
    }
  }

  sample(meaning: ScrapedSeries, value: number, timestampMs: number | undefined): void {
    this.#scraped++;
    if (meaning.kind === 'dropped') return;
    this.#kept++;
    const { job } = this.#options;
    const ownMs = job.honorTimestamps ? timestampMs : undefined;
    this.#sampleMs = ownMs ?? this.#round.atMs;
    if (this.#samples.length >= this.#maxSamples) this.#hasTooMany = true;
    else if (ownMs === undefined && meaning.readIn === this.#round.number) this.#duplicates++;
    else if (this.#sampleMs > this.#latestMs) this.#outOfBounds++;
    else {
      this.#take(meaning, value);
      if (ownMs === undefined || job.trackTimestampsStaleness) this.#round.tracking.push(meaning);
    }
  }

  exemplar(meaning: ScrapedSeries, exemplar: Exemplar): void {
    if (meaning.kind === 'kept') this.#exemplars.push({ seriesLabels: meaning.labels, exemplar, sampleMs: this.#sampleMs });
  }

  metadata(line: MetadataLine): void {
    this.#options.onMetadata(line);
  }

  #take(meaning: KeptSeries, value: number): void {
    const series = this.#seriesOf(meaning);
    // A series that comes twice, with times of its own, needs a sample for each.
    if (meaning.sample === undefined || meaning.readIn === this.#round.number) meaning.sample = { series, atMs: this.#sampleMs, value };
    else {
      meaning.sample.series = series;
      meaning.sample.atMs = this.#sampleMs;
      meaning.sample.value = value;
    }
    meaning.readIn = this.#round.number;
    this.#samples.push(meaning.sample);
  }

  #seriesOf(meaning: KeptSeries): StoredSeries {
    const known = meaning.sample?.series;
    if (known === undefined) this.#added++;
    else if (!known.retired) return known;
    const series = this.#options.seriesFor(meaning.labels);
    if (series !== undefined) return series;
    this.#kept--;
    throw new ScrapeLimitError(
      'store',
      'the store holds as many series as it may: raise the limit, or drop series by metric_relabel_configs',
    );
  }
}
