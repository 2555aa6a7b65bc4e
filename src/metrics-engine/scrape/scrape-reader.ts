import { LineMemory } from '../exposition/line-memory.ts';
import { readExposition } from '../exposition/read-exposition.ts';
import type { StoredSeries } from '../store/stored-series.ts';
import type { FetchedExposition } from './fetch-exposition.ts';
import type { ReadScrape } from './read-scrape.ts';
import { ScrapeListener, type ScrapeListenerOptions } from './scrape-listener.ts';
import type { KeptSeries, ScrapedSeries } from './scraped-series.ts';

export interface ScrapeReaderOptions extends ScrapeListenerOptions {
  /** Resolves after others had their turn. */
  readonly letOthersRun: () => Promise<void>;
}

/** Turns the expositions of one target into samples for the store, and remembers its series from one to the next. */
export class ScrapeReader {
  readonly #options: ScrapeListenerOptions;
  readonly #letOthersRun: () => Promise<void>;
  readonly #memory = new LineMemory<ScrapedSeries>();
  #round = 0;
  #tracked: readonly KeptSeries[] = [];
  #tracking: KeptSeries[] = [];

  constructor({ letOthersRun, ...options }: ScrapeReaderOptions) {
    this.#options = options;
    this.#letOthersRun = letOthersRun;
  }

  /**
   * Reads an exposition without storing anything, and lets others run meanwhile. The caller then says accept or reject: a scrape counts
   * whole or not at all.
   *
   * A malformed line, too many samples, labels that are too long and a full store are the answer's problem.
   */
  async read({ bytes, format }: FetchedExposition, atMs: number): Promise<ReadScrape> {
    this.#round++;
    this.#tracking = [];
    const listener = new ScrapeListener(this.#options, { atMs, number: this.#round, tracking: this.#tracking });
    try {
      for (const _ of readExposition({ bytes, format, memory: this.#memory, listener })) await this.#letOthersRun();
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
