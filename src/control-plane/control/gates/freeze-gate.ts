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
  return judgeFreeze(await loadFreeze(ports.ledger, service), ports.clock.now(), fix);
}

/** The newest freeze of a service that was not lifted; it may have expired. */
export async function loadFreeze(
  ledger: Ledger,
  service: { readonly name: string; readonly environment: string },
): Promise<Freeze | undefined> {
  const records = await ledger.read(freezeStream(service.environment, service.name));
  return records.map((record) => record.event as FreezeEvent).reduce<Freeze | undefined>(evolveFreeze, undefined);
}
