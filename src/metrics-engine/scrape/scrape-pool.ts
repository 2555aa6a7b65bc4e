import { hostname } from 'node:os';
import type { CollectorClock } from './collector-clock.ts';
import type { DiscoveryUpdate } from './discovery/discovery.ts';
import { FoundTargets } from './found-targets.ts';
import { globalUrl } from './global-url.ts';
import { IntervalLoops } from './interval-loops.ts';
import type { FoundTarget } from './resolve-groups.ts';
import { nextInstant } from './scrape-grid.ts';
import type { ScrapeJob } from './scrape-job.ts';
import type { TargetInventory } from './target-inventory.ts';
import { TargetScraper, type TargetScraperOptions } from './target-scraper.ts';

export interface ScrapePoolOptions extends Omit<TargetScraperOptions, 'target' | 'refusal'> {
  readonly clock: CollectorClock;
  readonly onInstant: (atMs: number) => void;
}

interface Member {
  found: FoundTarget;
  readonly scraper: TargetScraper;
}

/** The targets of one job, which come and go while they are scraped. */
export class ScrapePool {
  readonly #options: ScrapePoolOptions;
  readonly #sources: FoundTargets;
  readonly #members = new Map<string, Member>();
  /** Targets that are gone and whose series have not ended yet; aborting brings one back. */
  readonly #leaving = new Map<string, { readonly member: Member; readonly stay: AbortController }>();
  readonly #loops: IntervalLoops;
  readonly #endings = new Set<Promise<void>>();
  #signal: AbortSignal | undefined;

  constructor(options: ScrapePoolOptions) {
    this.#options = options;
    this.#sources = new FoundTargets(options.job);
    this.#loops = new IntervalLoops({ ...options, scrapersAt: (intervalMs) => this.#scrapersAt(intervalMs) });
  }

  get job(): ScrapeJob {
    return this.#options.job;
  }

  /** Begins to scrape at the next instant, until the signal aborts. */
  start(signal: AbortSignal): void {
    this.#signal = signal;
    this.#keepLoops();
  }

  /** Waits for what is under way after the signal aborted. */
  async stopped(): Promise<void> {
    await Promise.all([this.#loops.ended(), ...this.#endings]);
    this.#signal = undefined;
    this.#leaving.clear();
  }

  /** Takes changes in. The series of a target that is gone end after two intervals, unless it comes back; at once where it is known not to. */
  apply(updates: readonly DiscoveryUpdate[], end: 'later' | 'at once' = 'later'): void {
    for (const update of updates) this.#sources.apply(update);
    const { found } = this.#sources;
    for (const [key, member] of this.#members) if (!found.has(key)) this.#remove(key, member, end);
    for (const [key, target] of found) this.#welcome(key, target);
    this.#keepLoops();
  }

  /** What is known of the job's targets. */
  get inventory(): TargetInventory {
    const { name: scrapePool, keepDroppedTargets } = this.job;
    const { dropped, problems } = this.#sources;
    return {
      active: [...this.#members.values()].map(({ found, scraper }) => ({
        scrapePool,
        discoveredLabels: found.discovered,
        globalUrl: globalUrl(found.target.url, hostname()),
        intervalMs: found.intervalMs,
        timeoutMs: found.timeoutMs,
        status: scraper.status,
      })),
      dropped: dropped.slice(0, keepDroppedTargets).map((discovered) => ({ scrapePool, discoveredLabels: discovered })),
      droppedCounts: new Map([[scrapePool, dropped.length]]),
      problems: problems.map((problem) => ({ scrapePool, problem })),
    };
  }

  #welcome(key: string, found: FoundTarget): void {
    const member = this.#members.get(key) ?? this.#bringBack(key) ?? { found, scraper: this.#scraperOf(found) };
    // What it was before relabelling may have changed, though it comes to the same.
    member.found = found;
    this.#members.set(key, member);
  }

  #scraperOf({ target, intervalMs, timeoutMs }: FoundTarget): TargetScraper {
    const job = { ...this.job, intervalMs, timeoutMs };
    return new TargetScraper({ ...this.#options, job, target, refusal: () => this.#refusal() });
  }

  /** A job with too many targets is not scraped at all, so that nobody takes a part for the whole. Source: Prometheus. */
  #refusal(): string | undefined {
    const limit = this.job.limits.targetLimit ?? Number.POSITIVE_INFINITY;
    const { size } = this.#members;
    return size > limit ? `target_limit exceeded (number of targets: ${size}, limit: ${limit})` : undefined;
  }

  #bringBack(key: string): Member | undefined {
    const leaving = this.#leaving.get(key);
    leaving?.stay.abort();
    this.#leaving.delete(key);
    return leaving?.member;
  }

  #remove(key: string, member: Member, end: 'later' | 'at once'): void {
    this.#members.delete(key);
    if (end === 'at once' || this.#signal === undefined) return member.scraper.end(this.#options.clock.now());
    const stay = new AbortController();
    this.#leaving.set(key, { member, stay });
    const ending = this.#endLater(key, member, AbortSignal.any([this.#signal, stay.signal])).finally(() => this.#endings.delete(ending));
    this.#endings.add(ending);
  }

  /**
   * Ends the series of a target that is gone, as of the scrape that it missed first. Waits a little over two intervals, since a target that is
   * found anew meanwhile has not ended, and neither has one when the collector stops. Source: Prometheus.
   */
  async #endLater(key: string, { found, scraper }: Member, signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    const missedMs = nextInstant(clock.now(), found.intervalMs);
    await clock.sleep(missedMs - clock.now() + 1.1 * found.intervalMs, signal);
    if (signal.aborted) return;
    this.#leaving.delete(key);
    scraper.end(missedMs);
  }

  #keepLoops(): void {
    if (this.#signal === undefined || this.#signal.aborted) return;
    const intervals = [...this.#members.values()].map(({ found }) => found.intervalMs);
    this.#loops.keep(new Set([this.job.intervalMs, ...intervals]), this.#signal);
  }

  #scrapersAt(intervalMs: number): readonly TargetScraper[] {
    return [...this.#members.values()].flatMap(({ found, scraper }) => (found.intervalMs === intervalMs ? [scraper] : []));
  }
}
