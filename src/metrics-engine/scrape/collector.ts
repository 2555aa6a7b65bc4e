import { runJobLoop } from './job-loop.ts';
import { resolveTarget } from './resolve-target.ts';
import type { ScrapeJob, StaticTarget } from './scrape-job.ts';
import { TargetScraper, type TargetScraperOptions, type TargetStatus } from './target-scraper.ts';

export interface CollectorOptions extends Omit<TargetScraperOptions, 'job' | 'target'> {
  readonly jobs: readonly ScrapeJob[];
  readonly onInstant: (atMs: number) => void;
}

/** A target that was added while running. */
export interface AddedTarget {
  /** Scrapes it no more; its series are stale from now on. */
  remove(): void;
}

/** Scrapes the targets of all jobs, each job at its own interval. */
export class Collector {
  readonly #options: CollectorOptions;
  readonly #scrapers = new Map<ScrapeJob, Set<TargetScraper>>();
  #stopping = new AbortController();
  #loops: readonly Promise<void>[] = [];

  /** Throws Error when a target has no address that can be scraped. */
  constructor(options: CollectorOptions) {
    this.#options = options;
    for (const job of options.jobs) {
      this.#scrapers.set(job, new Set());
      for (const target of job.targets) this.#add(job, target);
    }
  }

  start(): void {
    if (this.#loops.length > 0) throw new Error('the collector runs already');
    this.#stopping = new AbortController();
    const { clock, onInstant } = this.#options;
    this.#loops = [...this.#scrapers].map(([job, scrapers]) =>
      runJobLoop({ intervalMs: job.intervalMs, scrapers: () => [...scrapers], clock, signal: this.#stopping.signal, onInstant }),
    );
  }

  /** Stops scraping; series are not marked stale, because their targets may well be alive. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#loops);
    this.#loops = [];
  }

  get targets(): readonly TargetStatus[] {
    return [...this.#scrapers.values()].flatMap((scrapers) => [...scrapers].map(({ status }) => status));
  }

  /** Adds a target to a job by its name. Throws Error when there is no such job, or the target has no address that can be scraped. */
  addTarget(jobName: string, target: StaticTarget): AddedTarget {
    const job = this.#options.jobs.find(({ name }) => name === jobName);
    if (job === undefined) throw new Error(`there is no job named ${JSON.stringify(jobName)} to add a target to`);
    const scraper = this.#add(job, target);
    return {
      remove: () => {
        if (scraper !== undefined && this.#scrapers.get(job)?.delete(scraper) === true) scraper.end(this.#options.clock.now());
      },
    };
  }

  #add(job: ScrapeJob, staticTarget: StaticTarget): TargetScraper | undefined {
    const target = resolveTarget(job, staticTarget);
    if (target === undefined) return undefined;
    const scraper = new TargetScraper({ ...this.#options, job, target });
    this.#scrapers.get(job)?.add(scraper);
    return scraper;
  }
}
