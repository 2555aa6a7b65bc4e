import type { DiscoveryConfig } from './discovery/discovery-config.ts';
import type { HttpClientConfig } from './http-client-config.ts';
import type { RelabelRule } from './relabel-rule.ts';
import type { ScrapeLimits } from './scrape-limits.ts';
import type { ScrapeProtocol } from './scrape-protocol.ts';

/** How the targets of one job are found and scraped. */
export interface ScrapeJob {
  readonly name: string;
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly honorLabels: boolean;
  readonly honorTimestamps: boolean;
  /** Whether series whose samples have times of their own end, too, once they don't come again. */
  readonly trackTimestampsStaleness: boolean;
  readonly limits: ScrapeLimits;
  readonly http: HttpClientConfig;
  /** The formats to ask for, the preferred one first; absent for all. */
  readonly scrapeProtocols?: readonly ScrapeProtocol[];
  /** The format of an answer that does not say its own; absent to fail such a scrape. */
  readonly fallbackProtocol?: ScrapeProtocol;
  readonly relabelRules: readonly RelabelRule[];
  readonly metricRelabelRules: readonly RelabelRule[];
  /** Labels that a target has before relabelling unless it brings its own, such as __scheme__. */
  readonly baseLabels: ReadonlyMap<string, string>;
  readonly params: Readonly<Record<string, readonly string[]>>;
  /** How many targets that relabelling dropped are remembered; undefined for all. */
  readonly keepDroppedTargets: number | undefined;
  readonly targets: readonly StaticTarget[];
  readonly discoveries: readonly DiscoveryConfig[];
}

/** An address, `host:port`, and the labels that its series get. */
export interface StaticTarget {
  readonly address: string;
  readonly labels: Readonly<Record<string, string>>;
}
