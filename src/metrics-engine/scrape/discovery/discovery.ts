import type { Labels } from '../../query-result.ts';

/** Targets that share labels. Each target's own labels hold its `__address__`, and go before the shared ones. */
export interface TargetGroup {
  readonly labels: Labels;
  readonly targets: readonly Labels[];
}

/** What a discovery tells of one of its sources, such as a file or a pod. */
export type DiscoveryUpdate =
  /** All targets that the source has now; the source is well. */
  | { readonly kind: 'found'; readonly source: string; readonly groups: readonly TargetGroup[] }
  /** The source is no more, and with it its targets. */
  | { readonly kind: 'gone'; readonly source: string }
  /** The source could not be read; the targets that it had last stay. */
  | { readonly kind: 'failed'; readonly source: string; readonly problem: string };

/** Finds targets while the collector runs. */
export interface Discovery {
  /** Looks until the signal aborts, and tells of each change; never rejects for what the outside does. */
  run(signal: AbortSignal, onUpdates: (updates: readonly DiscoveryUpdate[]) => void): Promise<void>;
}
