import { labelsKey } from '../promql/labels.ts';
import type { Labels } from '../query-result.ts';
import { discoveredLabels } from './discovered-labels.ts';
import type { TargetGroup } from './discovery/discovery.ts';
import { type ResolvedTarget, resolveTarget } from './resolve-target.ts';
import type { ScrapeJob } from './scrape-job.ts';

/** A target that is to be scraped. */
export interface FoundTarget {
  /** The same for two targets exactly when they are one: same URL, same labels, same times. */
  readonly key: string;
  readonly target: ResolvedTarget;
  readonly intervalMs: number;
  readonly timeoutMs: number;
  /** Its labels before relabelling. */
  readonly discovered: Labels;
}

/** What becomes of the targets of a source. */
export interface ResolvedGroups {
  readonly found: readonly FoundTarget[];
  /** The labels, before relabelling, of targets that a rule dropped. */
  readonly dropped: readonly Labels[];
  readonly problems: readonly string[];
}

/** Nothing at all. */
export const NO_GROUPS: ResolvedGroups = { found: [], dropped: [], problems: [] };

/** Applies a job's relabelling to groups of targets. */
export function resolveGroups(job: ScrapeJob, groups: readonly TargetGroup[]): ResolvedGroups {
  const found: FoundTarget[] = [];
  const dropped: Labels[] = [];
  const problems: string[] = [];
  for (const discovered of groups.flatMap(({ targets, labels }) => targets.map((target) => discoveredLabels(job, target, labels)))) {
    const resolution = resolveTarget(job, discovered);
    switch (resolution.kind) {
      case 'kept':
        found.push(foundTarget(resolution, discovered));
        break;
      case 'dropped':
        dropped.push(discovered);
        break;
      case 'refused':
        problems.push(resolution.problem);
        break;
    }
  }
  return { found, dropped, problems };
}

function foundTarget({ target, intervalMs, timeoutMs }: Omit<FoundTarget, 'key' | 'discovered'>, discovered: Labels): FoundTarget {
  const key = `${target.url} ${intervalMs} ${timeoutMs} ${labelsKey(target.labels)}`;
  return { key, target, intervalMs, timeoutMs, discovered };
}
