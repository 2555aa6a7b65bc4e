import type { Discovery } from './discovery/discovery.ts';
import type { DiscoveryConfig } from './discovery/discovery-config.ts';
import type { ScrapeJob, StaticTarget } from './scrape-job.ts';
import { ScrapePool } from './scrape-pool.ts';
import { staticGroups, staticProblems } from './static-targets.ts';
import type { TargetInventory } from './target-inventory.ts';
import type { TargetScraperOptions, TargetStatus } from './target-scraper.ts';

export interface CollectorOptions extends Omit<TargetScraperOptions, 'job' | 'target' | 'refusal'> {
  readonly jobs: readonly ScrapeJob[];
  readonly onInstant: (atMs: number) => void;
  /** Makes what finds targets; nothing is looked for before start(). */
  readonly openDiscovery: (config: DiscoveryConfig) => Discovery;
}

/** A target that was added while running. */
export interface AddedTarget {
  /** Scrapes it no more; its series are stale from now on. */
  remove(): void;
}

/** Scrapes the targets of all jobs, each job at its own interval, all targets of a job at the same instants. */
export class Collector {
  readonly #options: CollectorOptions;
  readonly #pools: readonly ScrapePool[];
  #stopping = new AbortController();
  #searches: readonly Promise<void>[] | undefined;
  #added = 0;

  /** Throws Error when a target that the configuration lists has no address that can be scraped. */
  constructor(options: CollectorOptions) {
    this.#options = options;
    this.#pools = options.jobs.map((job) => new ScrapePool({ ...options, job }));
    for (const pool of this.#pools) addStatic(pool, 'static_configs', pool.job.targets);
  }

  start(): void {
    if (this.#searches !== undefined) throw new Error('the collector runs already');
    this.#stopping = new AbortController();
    const { signal } = this.#stopping;
    for (const pool of this.#pools) pool.start(signal);
    this.#searches = this.#pools.flatMap((pool) => pool.job.discoveries.map((config, index) => this.#search(pool, config, index)));
  }

  /** Stops scraping; series are not marked stale, because their targets may well be alive. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all([...(this.#searches ?? []), ...this.#pools.map((pool) => pool.stopped())]);
    this.#searches = undefined;
  }

  /** The longest time between two scrapes of a target: of any job, and of any target whose own labels set it; 0 without jobs. */
  get longestIntervalMs(): number {
    const intervals = this.inventory.active.map(({ intervalMs }) => intervalMs);
    return Math.max(0, ...this.#pools.map(({ job }) => job.intervalMs), ...intervals);
  }

  get targets(): readonly TargetStatus[] {
    return this.inventory.active.map(({ status }) => status);
  }

  /** The targets that are scraped and those that were dropped, with how they were found. */
  get inventory(): TargetInventory {
    const each = this.#pools.map((pool) => pool.inventory);
    return {
      active: each.flatMap(({ active }) => active),
      dropped: each.flatMap(({ dropped }) => dropped),
      droppedCounts: new Map(each.flatMap(({ droppedCounts }) => [...droppedCounts])),
      problems: each.flatMap(({ problems }) => problems),
    };
  }

  /** Adds a target to a job by its name. Throws Error when there is no such job, or the target has no address that can be scraped. */
  addTarget(jobName: string, target: StaticTarget): AddedTarget {
    const pool = this.#pools.find(({ job }) => job.name === jobName);
    if (pool === undefined) throw new Error(`there is no job named ${JSON.stringify(jobName)} to add a target to`);
    const source = `added/${this.#added++}`;
    addStatic(pool, source, [target]);
    return { remove: () => pool.apply([{ kind: 'gone', source }], 'at once') };
  }

  /** Two discoveries of a job may both know a source of one name, so each has its own. */
  #search(pool: ScrapePool, config: DiscoveryConfig, index: number): Promise<void> {
    const named = (source: string) => `${config.kind}/${index} ${source}`;
    return this.#options
      .openDiscovery(config)
      .run(this.#stopping.signal, (updates) => pool.apply(updates.map((update) => ({ ...update, source: named(update.source) }))));
  }
}

/** Targets that somebody wrote down must be right; those that are found may be wrong, and are then listed as problems. */
function addStatic(pool: ScrapePool, source: string, targets: readonly StaticTarget[]): void {
  const [problem] = staticProblems(pool.job, targets);
  if (problem !== undefined) throw new Error(problem);
  pool.apply([{ kind: 'found', source, groups: staticGroups(targets) }]);
}
