import type { LiveRelease } from '../../domain/release/release-state.ts';
import type { ReconcilerPorts } from '../reconciler-ports.ts';
import type { ServiceDefinition } from '../service-definition.ts';

/** What every move is handed. */
export interface MoveContext {
  readonly ports: ReconcilerPorts;
  readonly service: ServiceDefinition;
  readonly release: LiveRelease;
  readonly signal: AbortSignal;
}
