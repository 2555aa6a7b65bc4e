import { evolveFreeze, type Freeze, type FreezeEvent, judgeFreeze } from '../../domain/freeze/freeze.ts';
import type { GateResult } from '../../domain/gate/gate-result.ts';
import { freezeStream } from '../ledger-streams.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ledger } from '../ports/ledger.ts';

/** Whether a person has frozen the service. */
export async function runFreezeGate(
  ports: { readonly ledger: Ledger; readonly clock: Clock },
  service: { readonly name: string; readonly environment: string },
  fix: { readonly actor: string; readonly reason: string } | undefined,
): Promise<GateResult> {
  const { freeze } = await loadFreeze(ports.ledger, service);
  return judgeFreeze(freeze, ports.clock.now(), fix);
}

/** The newest freeze of a service that was not lifted, which may have expired, and the version that the next append must expect. */
export interface LoadedFreeze {
  readonly freeze: Freeze | undefined;
  readonly version: number;
}

/** Reads the freezes of a service; one that was never frozen loads as undefined at version 0. */
export async function loadFreeze(ledger: Ledger, service: { readonly name: string; readonly environment: string }): Promise<LoadedFreeze> {
  const records = await ledger.read(freezeStream(service.environment, service.name));
  const freeze = records.map((record) => record.event as FreezeEvent).reduce<Freeze | undefined>(evolveFreeze, undefined);
  return { freeze, version: records.at(-1)?.version ?? 0 };
}
