import type { Clock } from './ports/clock.ts';
import type { ContractVerifier } from './ports/contract-verifier.ts';
import type { Leases } from './ports/leases.ts';
import type { Ledger } from './ports/ledger.ts';
import type { LiveSeries } from './ports/live-series.ts';
import type { Notifier } from './ports/notifier.ts';
import type { QuerySource } from './ports/query-source.ts';
import type { TrafficRouter } from './ports/traffic-router.ts';
import type { ProgressBoard } from './progress-board.ts';
import type { ServiceDefinition } from './service-definition.ts';

/** Everything outside that the control loops need. */
export interface ReconcilerPorts {
  readonly ledger: Ledger;
  readonly leases: Leases;
  readonly router: TrafficRouter;
  readonly metrics: QuerySource;
  readonly contracts: ContractVerifier;
  readonly notifier: Notifier;
  readonly clock: Clock;
  readonly services: ReadonlyMap<string, ServiceDefinition>;
  /** Between two scrapes of a target, in milliseconds: the grid on which the canary's and the baseline's counters are compared. */
  readonly scrapeIntervalMs: number;
  readonly log: (level: 'debug' | 'info' | 'warn' | 'error', message: string, fields?: Readonly<Record<string, unknown>>) => void;
  /** Where load gates under way are looked at; nowhere where it is absent. */
  readonly progress?: ProgressBoard;
  /** Where their series are kept; nowhere where it is absent. */
  readonly live?: LiveSeries | undefined;
}
