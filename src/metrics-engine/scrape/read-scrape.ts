import type { Exemplar } from '../exposition/exemplar.ts';
import { LineMemory } from '../exposition/line-memory.ts';
import type { MetadataLine } from '../exposition/metadata-line.ts';
import { readExposition } from '../exposition/read-exposition.ts';
import type { Labels } from '../query-result.ts';
import type { SeriesSample } from '../store/sample-batch.ts';
import type { StoredSeries } from '../store/stored-series.ts';
import { checkLabelLimits } from './check-label-limits.ts';
import type { FetchedExposition } from './fetch-exposition.ts';
import type { ScrapeJob } from './scrape-job.ts';
import { ScrapeLimitError } from './scrape-limit-error.ts';
import { type KeptSeries, keptSeries, type ScrapedSeries } from './scraped-series.ts';
import { storedLabels } from './target-labels.ts';

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

export interface ScrapeReaderOptions {
  readonly job: Pick<ScrapeJob, 'honorLabels' | 'honorTimestamps' | 'trackTimestampsStaleness' | 'metricRelabelRules' | 'limits'>;
  readonly targetLabels: Labels;
  readonly maxSamples: number;
  /** The series with these labels; undefined when the store is full. */
  readonly seriesFor: (labels: Labels) => StoredSeries | undefined;
  readonly onMetadata: (line: MetadataLine) => void;
}

// A target's clock that is further ahead than this is wrong, and its samples would stand in the way of right ones. Source: Prometheus.
const MAX_AHEAD_MS = 600_000;

/** Turns the expositions of one target into samples for the store, and remembers its series from one to the next. */
export class ScrapeReader {
  readonly #options: ScrapeReaderOptions;
  readonly #memory = new LineMemory<ScrapedSeries>();
  #round = 0;
  #tracked: readonly KeptSeries[] = [];
  #tracking: KeptSeries[] = [];

  constructor(options: ScrapeReaderOptions) {
    this.#options = options;
  }

  /**
   * Reads an exposition without storing anything. The caller then says accept or reject: a scrape counts whole or not at all.
   *
   * A malformed line, too many samples, labels that are too long and a full store are the answer's problem.
   */
  read({ bytes, format }: FetchedExposition, atMs: number): ReadScrape {
    this.#round++;
    this.#tracking = [];
    const listener = new ScrapeListener(this.#options, { atMs, round: this.#round, tracking: this.#tracking });
    try {
      readExposition({ bytes, format, memory: this.#memory, listener });
      return listener.result(undefined);
    } catch (error) {
      return listener.result(error instanceof Error ? error : new Error(String(error)));
    }
  }

  /** Ends a scrape that counts. Answers the series that it lacks, though the last one had them. */
  accept(): readonly StoredSeries[] {
    const before = this.#tracked;
    this.#tracked = this.#tracking;
    for (const series of this.#tracked) series.trackedIn = this.#round;
    this.#memory.keepMet();
    return seriesOf(before.filter(({ trackedIn }) => trackedIn !== this.#round));
  }

  /** Ends a scrape that counts nothing, or none at all. Answers the series that end with it: all. */
  reject(): readonly StoredSeries[] {
    const ended = seriesOf(this.#tracked);
    this.#tracked = [];
    this.#memory.dropNew();
    return ended;
  }
}

/** A series that the store has forgotten has ended already. */
function seriesOf(tracked: readonly KeptSeries[]): readonly StoredSeries[] {
  return tracked.flatMap(({ sample }) => (sample === undefined || sample.series.retired ? [] : [sample.series]));
}

interface Round {
  readonly atMs: number;
  readonly round: number;
  readonly tracking: KeptSeries[];
}

/** Gathers what one exposition says. */
class ScrapeListener {
  readonly #options: ScrapeReaderOptions;
  readonly #round: Round;
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

  constructor(options: ScrapeReaderOptions, round: Round) {
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
    else if (ownMs === undefined && meaning.readIn === this.#round.round) this.#duplicates++;
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
    if (meaning.sample === undefined || meaning.readIn === this.#round.round) meaning.sample = { series, atMs: this.#sampleMs, value };
    else {
      meaning.sample.series = series;
      meaning.sample.atMs = this.#sampleMs;
      meaning.sample.value = value;
    }
    meaning.readIn = this.#round.round;
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
