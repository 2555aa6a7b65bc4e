import type { ComparisonPolicy } from '../domain/comparison/compared-pair.ts';
import type { LoadPolicy } from '../domain/load/load-measurement.ts';
import type { ReleasePlan } from '../domain/release/release-plan.ts';
import type { BudgetPolicy } from '../domain/slo/budget-policy.ts';
import type { Objective } from '../domain/slo/objective.ts';
import type { LoadRunner } from './ports/load-runner.ts';

/** How the contract gate of a service is run. */
export interface ContractSetup {
  readonly pactFiles: readonly string[];
  /** What the pacts call the service; its own name when left out. */
  readonly provider?: string;
  /** Path on the candidate that sets provider states; undefined when it has none. */
  readonly providerStatesPath: string | undefined;
  /** Sent with every replayed request; may hold a secret. */
  readonly headers: Readonly<Record<string, string>>;
  readonly deadlineMs: number;
}

/** How the load gate of a service is run. */
export interface LoadSetup {
  readonly runner: LoadRunner;
  readonly scriptPath: string;
  /** What the script sees as `__ENV`, BASE_URL aside. */
  readonly env: Readonly<Record<string, string>>;
  /** More of `__ENV`, which never stands in an argument, a log line or a result. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly deadlineMs: number;
  readonly memoryBytes: number;
  readonly policy: LoadPolicy;
  readonly comparison: LoadComparisonSetup;
}

/** How the service is compared with another version of it, where that is asked for. */
export interface LoadComparisonSetup {
  readonly pairs: number;
  readonly policy: ComparisonPolicy;
  /** Over the load gate's own. */
  readonly env: Readonly<Record<string, string>>;
}

/** A service as the control loops need it: its plan, its gates and its objectives. */
export interface ServiceDefinition {
  readonly name: string;
  readonly environment: string;
  /** The service's name at the router. */
  readonly routerService: string;
  readonly plan: ReleasePlan;
  readonly contract: ContractSetup | undefined;
  readonly load: LoadSetup | undefined;
  readonly budget: BudgetPolicy;
  readonly objectives: readonly Objective[];
}
