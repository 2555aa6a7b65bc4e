import { type Freeze, type FreezeEvent, freezeInForce } from '../domain/freeze/freeze.ts';
import type { Answer, ControlPlane, FreezeView } from './control-plane.ts';
import type { ControlPlanePorts } from './control-plane-ports.ts';
import { type LoadedFreeze, loadFreeze } from './gates/freeze-gate.ts';
import { freezeStream } from './ledger-streams.ts';
import { refuse, unknownService } from './refusal.ts';
import type { ServiceDefinition } from './service-definition.ts';

/** Freezes a service until a time or until it is lifted; a freeze in force is replaced. */
export async function declareFreeze(ports: ControlPlanePorts, wanted: Parameters<ControlPlane['freeze']>[0]): Promise<Answer<FreezeView>> {
  const service = ports.services.get(wanted.service);
  if (service === undefined) return unknownService(ports.services, wanted.service);
  if (wanted.reason.trim() === '') return refuse('invalid', 'A freeze needs a reason; it is kept in the ledger.');
  const { actor, reason, untilMs } = wanted;
  const atMs = ports.clock.now();
  if (untilMs !== undefined && untilMs <= atMs) return refuse('invalid', 'The end of the freeze has passed already.');
  const event: Freeze = { kind: 'FreezeDeclared', service: service.name, actor, reason, untilMs, atMs };
  const taken = await appendFreeze(ports, service, await loadFreeze(ports.ledger, service), event);
  return taken ? { ok: true, value: freezeView(event) } : refuse('conflict', 'Another freeze came in at the same moment.');
}

/** Ends the freeze of a service; one that was declared meanwhile is left alone. */
export async function liftFreeze(ports: ControlPlanePorts, wanted: Parameters<ControlPlane['unfreeze']>[0]): Promise<Answer<null>> {
  const service = ports.services.get(wanted.service);
  if (service === undefined) return unknownService(ports.services, wanted.service);
  if (wanted.reason.trim() === '') return refuse('invalid', 'A reason is needed; it is kept in the ledger.');
  const loaded = await loadFreeze(ports.ledger, service);
  const atMs = ports.clock.now();
  if (freezeInForce(loaded.freeze, atMs) === undefined) return refuse('not-now', `${service.name} is not frozen.`);
  const { actor, reason } = wanted;
  const taken = await appendFreeze(ports, service, loaded, { kind: 'FreezeLifted', service: service.name, actor, reason, atMs });
  return taken ? { ok: true, value: null } : refuse('conflict', 'The freeze changed at the same moment.');
}

/** The freezes in force, one for each frozen service. */
export async function listFreezes({ ledger, services, clock }: ControlPlanePorts): Promise<readonly FreezeView[]> {
  const loaded = await Promise.all([...services.values()].map((service) => loadFreeze(ledger, service)));
  const inForce = loaded.map(({ freeze }) => freezeInForce(freeze, clock.now()));
  return inForce.flatMap((freeze) => (freeze === undefined ? [] : [freezeView(freeze)]));
}

async function appendFreeze(
  { ledger }: ControlPlanePorts,
  { environment, name }: ServiceDefinition,
  { version }: LoadedFreeze,
  event: FreezeEvent,
): Promise<boolean> {
  return (await ledger.append(freezeStream(environment, name), version, [event], event.actor)).ok;
}

function freezeView({ service, actor, reason, atMs, untilMs }: Freeze): FreezeView {
  return { service, actor, reason, declaredAtMs: atMs, untilMs };
}
