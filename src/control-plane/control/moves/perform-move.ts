import type { Observation } from '../../domain/release/decide-observation.ts';
import type { Move } from '../../domain/release/next-move.ts';
import type { LiveRelease } from '../../domain/release/release-state.ts';
import { SourceError } from '../ports/source-error.ts';
import type { ReconcilerPorts } from '../reconciler-ports.ts';
import { identifyBaseline } from './identify-baseline.ts';
import { lookAtCanary } from './look-at-canary.ts';
import type { MoveContext } from './move-context.ts';
import { rollBack } from './roll-back.ts';
import { runEarlyGate } from './run-early-gate.ts';
import { setWeight } from './set-weight.ts';
import { startCanaryWatch } from './start-canary-watch.ts';

/** A move that needs the world. */
export type MadeMove = Exclude<Move, { kind: 'none' | 'wait' | 'expire' }>;

/** Makes a move and says what was seen; throws SourceError when the world failed. */
export async function performMove(ports: ReconcilerPorts, release: LiveRelease, move: MadeMove, signal: AbortSignal): Promise<Observation> {
  const service = ports.services.get(release.request.service);
  if (service === undefined) {
    const message = `${release.request.service} is no longer configured: put it back into sluice.yaml, or abort the release.`;
    throw new SourceError('service-not-configured', message, { retryable: true });
  }
  const context: MoveContext = { ports, service, release, signal };
  switch (move.kind) {
    case 'identify-baseline':
      return identifyBaseline(context);
    case 'run-gate':
      return runEarlyGate(context, move);
    case 'start-canary':
      return startCanaryWatch(context);
    case 'set-weight':
      return setWeight(context, move.trafficPercent);
    case 'look-at-canary':
      return lookAtCanary(context);
    case 'roll-back':
      return rollBack(context, move.step);
  }
}
