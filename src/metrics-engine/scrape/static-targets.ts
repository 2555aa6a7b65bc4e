import type { TargetGroup } from './discovery/discovery.ts';
import { resolveGroups } from './resolve-groups.ts';
import type { ScrapeJob, StaticTarget } from './scrape-job.ts';

/** Targets that somebody wrote down, as groups such as a discovery finds. */
export function staticGroups(targets: readonly StaticTarget[]): readonly TargetGroup[] {
  return targets.map(({ address, labels }) => ({ labels, targets: [{ __address__: address }] }));
}

/** What is wrong with targets that somebody wrote down: after relabelling they have no address, or times, that could be used. */
export function staticProblems(job: ScrapeJob, targets: readonly StaticTarget[]): readonly string[] {
  return resolveGroups(job, staticGroups(targets)).problems;
}
