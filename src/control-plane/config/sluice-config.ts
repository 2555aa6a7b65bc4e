import type { Step } from '../domain/release/release-plan.ts';
import type { BudgetPolicy } from '../domain/slo/budget-policy.ts';
import type { WrittenConfig, WrittenService } from './config-schema.ts';
import type { Secret } from './secret.ts';

/** How the pacts of a service are verified; paths are absolute. */
export interface ContractConfig {
  /** The provider that the pacts must name. */
  readonly provider: string;
  readonly pactFiles: readonly string[];
  /** Path below the service's URL that sets provider states. */
  readonly providerStatesPath: string | undefined;
  readonly token: Secret | undefined;
  readonly deadlineSeconds: number;
}

/** How a service is compared with another version of it. */
export interface LoadCompareConfig {
  /** Where other versions answer, by name. */
  readonly targets: Readonly<Record<string, string>>;
  readonly pairs: number;
  readonly alpha: number;
  readonly latencyMargin: number;
  readonly errorMargin: number;
  readonly env: Readonly<Record<string, string>>;
}

/** How the load script of a service is run; paths are absolute. */
export interface LoadConfig {
  readonly runner: 'embedded' | 'k6';
  readonly scriptFile: string;
  readonly env: Readonly<Record<string, string>>;
  readonly token: Secret | undefined;
  readonly deadlineSeconds: number;
  readonly memoryBytes: number;
  /** 0..1 of the iterations that should have started. */
  readonly maximumDroppedShare: number;
  /** More of `__ENV`, from the environment, by name. */
  readonly inherited: Readonly<Record<string, Secret>>;
  /** What k6/secrets gives, by name. */
  readonly secrets: Readonly<Record<string, Secret>>;
  /** Where the script may send beside this machine and the service under test. */
  readonly hosts: readonly string[];
  /** Undefined: one. */
  readonly threads: number | undefined;
  readonly compare: LoadCompareConfig | undefined;
}

/** One governed service. */
export interface ServiceConfig {
  readonly name: string;
  readonly routerService: string;
  readonly gates: WrittenService['gates'];
  readonly contract: ContractConfig | undefined;
  readonly load: LoadConfig | undefined;
  readonly budget: BudgetPolicy;
  readonly steps: readonly Step[];
  /** What the service says about the canary; the rest is the default policy's. */
  readonly canary: WrittenService['canary'];
  readonly deadlineSeconds: number;
  readonly retrySeconds: number;
  readonly stalenessSeconds: number;
  readonly lookSeconds: number;
}

/** One YAML document of the folder of SLOs, not yet read as OpenSLO. */
export interface SloDocument {
  /** Relative to the configuration file, for messages. */
  readonly file: string;
  readonly document: unknown;
}

/** How long the embedded collector keeps its samples: by age, and by their bytes on disk, which are about those in memory. */
export interface RetentionConfig {
  readonly seconds: number;
  readonly bytes: number;
}

export type MetricsConfig =
  | { readonly source: 'embedded'; readonly scrapeFile: string; readonly retention: RetentionConfig }
  | {
      readonly source: 'prometheus';
      readonly url: string;
      /** How often that Prometheus scrapes the governed services. */
      readonly scrapeIntervalSeconds: number;
      readonly token: Secret | undefined;
    };

export interface RouterConfig {
  readonly kind: WrittenConfig['router']['kind'];
  readonly url: string;
  readonly token: Secret | undefined;
}

/** The configuration of one Sluice: checked as a whole, deeply frozen, with absolute paths and secrets that don't print. */
export interface SluiceConfig {
  /** The file it was read from, absolute. */
  readonly file: string;
  readonly environment: string;
  readonly listen: { readonly host: string; readonly port: number };
  readonly state: { readonly folder: string; readonly postgresUrl: Secret | undefined };
  readonly metrics: MetricsConfig;
  readonly router: RouterConfig;
  readonly sloDocuments: readonly SloDocument[];
  readonly notifyWebhook: { readonly url: string; readonly secret: Secret | undefined; readonly timeoutSeconds: number } | undefined;
  readonly services: Readonly<Record<string, ServiceConfig>>;
}
