import type { RelabelRule } from './relabel-rule.ts';

/** How the targets of one job are scraped. */
export interface ScrapeJob {
  readonly name: string;
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly honorLabels: boolean;
  readonly honorTimestamps: boolean;
  /** The most samples that a scrape may bring, after relabelling; undefined for the engine's own limit alone. */
  readonly sampleLimit: number | undefined;
  readonly bodySizeLimit: number | undefined;
  readonly relabelRules: readonly RelabelRule[];
  readonly metricRelabelRules: readonly RelabelRule[];
  /** Labels that a target has before relabelling, such as __scheme__. */
  readonly baseLabels: ReadonlyMap<string, string>;
  readonly params: Readonly<Record<string, readonly string[]>>;
  readonly targets: readonly StaticTarget[];
}

/** An address, `host:port`, and the labels that its series get. */
export interface StaticTarget {
  readonly address: string;
  readonly labels: Readonly<Record<string, string>>;
}
