import type { GateResult } from '../../domain/gate/gate-result.ts';
import type { Observation } from '../../domain/release/decide-observation.ts';
import type { Move } from '../../domain/release/next-move.ts';
import { runBudgetGate } from '../gates/budget-gate.ts';
import { runContractGate } from '../gates/contract-gate.ts';
import { runFreezeGate } from '../gates/freeze-gate.ts';
import { runLoadGate } from '../gates/load-gate.ts';
import type { MoveContext } from './move-context.ts';

/** Runs one gate against the candidate, before any user reaches it. */
export async function runEarlyGate(context: MoveContext, move: Extract<Move, { kind: 'run-gate' }>): Promise<Observation> {
  return { kind: 'gate-result', attempt: move.attempt, result: await resultOf(context, move.gate) };
}

function resultOf(context: MoveContext, gate: Extract<Move, { kind: 'run-gate' }>['gate']): Promise<GateResult> {
  const { ports, service, release, signal } = context;
  const { version, releaseId, actor, reason, fix } = release.request;
  const asFix = fix ? { actor, reason: reason ?? '' } : undefined;
  const target = { version, baseUrl: release.candidateUrl ?? '' };
  switch (gate) {
    case 'freeze':
      return runFreezeGate(ports, service, asFix);
    case 'contract':
      return runContractGate(ports.contracts, service, target, signal);
    case 'load':
      return runLoadGate(
        service,
        target,
        {
          signal,
          onProgress: (progress) => ports.progress?.show(releaseId, progress),
          onLog: (level, message) => ports.log(level, message, { release: releaseId, gate }),
        },
        ports.live,
      );
    case 'budget':
      return runBudgetGate(ports, service, asFix, signal);
    case 'approval':
      throw new Error('an approval is given by a person, not run');
  }
}
