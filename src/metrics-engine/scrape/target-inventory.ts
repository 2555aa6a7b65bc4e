import type { Labels } from '../query-result.ts';
import type { TargetStatus } from './target-scraper.ts';

/** A target that is scraped. */
export interface ActiveTarget {
  /** The job's name. */
  readonly scrapePool: string;
  /** Its labels before relabelling. */
  readonly discoveredLabels: Labels;
  /** Its URL as others than this machine may reach it. */
  readonly globalUrl: string;
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly status: TargetStatus;
}

/** A target that relabelling dropped. */
export interface DroppedTarget {
  readonly scrapePool: string;
  readonly discoveredLabels: Labels;
}

/** Why targets may be missing: a source that can't be read, or a target without a usable address. */
export interface DiscoveryProblem {
  readonly scrapePool: string;
  readonly problem: string;
}

/** All that is known of targets. */
export interface TargetInventory {
  readonly active: readonly ActiveTarget[];
  /** Those that are remembered; keep_dropped_targets limits them. */
  readonly dropped: readonly DroppedTarget[];
  /** How many were dropped, by job, remembered or not. */
  readonly droppedCounts: ReadonlyMap<string, number>;
  readonly problems: readonly DiscoveryProblem[];
}
