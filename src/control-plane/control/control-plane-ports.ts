import type { Clock } from './ports/clock.ts';
import type { Ledger } from './ports/ledger.ts';
import type { QuerySource } from './ports/query-source.ts';
import type { ProgressBoard } from './progress-board.ts';
import type { ServiceDefinition } from './service-definition.ts';

/** What the control plane's commands and questions are answered from. */
export interface ControlPlanePorts {
  readonly ledger: Ledger;
  readonly metrics: QuerySource;
  readonly clock: Clock;
  readonly scrapeIntervalMs: number;
  /** Where load gates of this process are looked at; nowhere where it is absent. */
  readonly progress?: ProgressBoard;
  readonly services: ReadonlyMap<string, ServiceDefinition>;
}
