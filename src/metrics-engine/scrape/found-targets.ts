import type { DiscoveryUpdate } from './discovery/discovery.ts';
import { type FoundTarget, NO_GROUPS, type ResolvedGroups, resolveGroups } from './resolve-groups.ts';
import type { ScrapeJob } from './scrape-job.ts';

interface Source {
  readonly resolved: ResolvedGroups;
  readonly problem: string | undefined;
}

/** What all sources of a job's targets have told so far. */
export class FoundTargets {
  readonly #job: ScrapeJob;
  readonly #sources = new Map<string, Source>();

  constructor(job: ScrapeJob) {
    this.#job = job;
  }

  apply(update: DiscoveryUpdate): void {
    const { source } = update;
    switch (update.kind) {
      case 'found':
        this.#sources.set(source, { resolved: resolveGroups(this.#job, update.groups), problem: undefined });
        return;
      case 'gone':
        this.#sources.delete(source);
        return;
      case 'failed':
        this.#sources.set(source, { resolved: this.#sources.get(source)?.resolved ?? NO_GROUPS, problem: update.problem });
        return;
    }
  }

  /** The targets to scrape, each once, whoever found it. */
  get found(): ReadonlyMap<string, FoundTarget> {
    return new Map([...this.#sources.values()].flatMap(({ resolved }) => resolved.found.map((target) => [target.key, target] as const)));
  }

  get dropped(): ResolvedGroups['dropped'] {
    return [...this.#sources.values()].flatMap(({ resolved }) => resolved.dropped);
  }

  get problems(): readonly string[] {
    return [...this.#sources].flatMap(([source, { problem, resolved }]) => [
      ...(problem === undefined ? [] : [`${source}: ${problem}`]),
      ...resolved.problems,
    ]);
  }
}
