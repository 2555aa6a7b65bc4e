import { type JobLoopOptions, runJobLoop } from './job-loop.ts';
import type { TargetScraper } from './target-scraper.ts';

export interface IntervalLoopsOptions extends Pick<JobLoopOptions, 'clock' | 'onInstant'> {
  /** The targets that are scraped at an interval, at this moment. */
  readonly scrapersAt: (intervalMs: number) => readonly TargetScraper[];
}

/** Loops that scrape a job's targets, one for each interval that targets have: nearly always one, since a target's own labels may set another. */
export class IntervalLoops {
  readonly #options: IntervalLoopsOptions;
  readonly #stops = new Map<number, AbortController>();
  readonly #running = new Set<Promise<void>>();

  constructor(options: IntervalLoopsOptions) {
    this.#options = options;
  }

  /** Begins the loops that are missing, and ends those of intervals that are not named; all end once the signal aborts. */
  keep(intervals: ReadonlySet<number>, signal: AbortSignal): void {
    for (const [intervalMs, stop] of this.#stops) {
      if (intervals.has(intervalMs)) continue;
      stop.abort();
      this.#stops.delete(intervalMs);
    }
    for (const intervalMs of intervals) if (!this.#stops.has(intervalMs)) this.#begin(intervalMs, signal);
  }

  /** Waits until all loops have ended, after the signal aborted. */
  async ended(): Promise<void> {
    await Promise.all(this.#running);
    this.#stops.clear();
  }

  #begin(intervalMs: number, signal: AbortSignal): void {
    const { clock, onInstant, scrapersAt } = this.#options;
    const stop = new AbortController();
    this.#stops.set(intervalMs, stop);
    const both = AbortSignal.any([signal, stop.signal]);
    const loop = runJobLoop({ intervalMs, scrapers: () => scrapersAt(intervalMs), clock, signal: both, onInstant }).finally(() =>
      this.#running.delete(loop),
    );
    this.#running.add(loop);
  }
}
