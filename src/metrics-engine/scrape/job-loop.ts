import type { CollectorClock } from './collector-clock.ts';
import { nextInstant, stampFor } from './scrape-grid.ts';
import type { TargetScraper } from './target-scraper.ts';

export interface JobLoopOptions {
  readonly intervalMs: number;
  /** The job's targets at this moment. */
  readonly scrapers: () => readonly Pick<TargetScraper, 'scrape'>[];
  readonly clock: CollectorClock;
  readonly signal: AbortSignal;
  /** Called after the targets were asked, not after they answered. */
  readonly onInstant: (atMs: number) => void;
}

/**
 * Scrapes all targets of a job at the same instants until the signal aborts, then waits for the scrapes under way.
 *
 * A slow target holds up neither the others nor the next instant. Rejects only for a bug.
 */
export async function runJobLoop({ intervalMs, scrapers, clock, signal, onInstant }: JobLoopOptions): Promise<void> {
  const underWay = new Set<Promise<void>>();
  while (!signal.aborted) {
    const instantMs = nextInstant(clock.now(), intervalMs);
    await sleepUntil(instantMs, clock, signal);
    if (signal.aborted) break;
    const atMs = stampFor(instantMs, clock.now(), intervalMs);
    for (const scraper of scrapers()) {
      const scrape = scraper.scrape(atMs, signal).finally(() => underWay.delete(scrape));
      underWay.add(scrape);
    }
    onInstant(atMs);
  }
  await Promise.all(underWay);
}

/** Timers may fire a little early by the wall clock; the instant must have come. */
async function sleepUntil(atMs: number, clock: CollectorClock, signal: AbortSignal): Promise<void> {
  for (let restMs = atMs - clock.now(); restMs > 0 && !signal.aborted; restMs = atMs - clock.now())
    await clock.sleep(Math.ceil(restMs), signal);
}
