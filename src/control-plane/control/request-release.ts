import { decideCommand } from '../domain/release/decide-command.ts';
import type { ReleaseView } from '../domain/release/release-view.ts';
import { viewRelease } from '../domain/release/view-release.ts';
import type { Answer, ControlPlane } from './control-plane.ts';
import type { ControlPlanePorts } from './control-plane-ports.ts';
import { releaseIdOf, releaseStream, releaseStreamPrefix } from './ledger-streams.ts';
import type { LoadRelease } from './load-release.ts';
import { refuse, unknownRelease, unknownService } from './refusal.ts';

const versionPattern = /^[A-Za-z0-9][A-Za-z0-9._+-]{0,63}$/;

/** Records the request of a release with the whole plan in it; refused while another release of the service has not ended. */
export async function requestRelease(
  ports: ControlPlanePorts,
  load: LoadRelease,
  { service: name, version, actor, reason, fix = false }: Parameters<ControlPlane['requestRelease']>[0],
): Promise<Answer<ReleaseView>> {
  const service = ports.services.get(name);
  if (service === undefined) return unknownService(ports.services, name);
  if (!versionPattern.test(version)) return refuse('invalid', `"${version}" is no version: letters, digits and . _ + - are allowed.`);
  const lane = { environment: service.environment, service: service.name };
  const before = await ports.ledger.streams(releaseStreamPrefix(lane));
  const open = await openRelease(load, before.at(-1));
  if (open !== undefined) return refuse('release-in-progress', `${open} of ${service.name} has not ended; wait for it, or abort it.`);
  const releaseId = `${lane.environment}.${lane.service}.${before.length + 1}`;
  const request = { kind: 'request', ...lane, releaseId, version, plan: service.plan, actor, reason, fix } as const;
  const decision = decideCommand({ phase: 'none' }, request, ports.clock.now());
  if (!decision.ok) return refuse('invalid', decision.sentence);
  // Two requests at once both aim at version 0 of the same stream: one of them wins.
  const appended = await ports.ledger.append(releaseStream(releaseId), 0, decision.events, actor);
  if (!appended.ok) return refuse('release-in-progress', `Another release of ${service.name} was requested at the same moment.`);
  const value = viewRelease(decision.events);
  return value === undefined ? unknownRelease(releaseId) : { ok: true, value };
}

async function openRelease(load: LoadRelease, stream: string | undefined): Promise<string | undefined> {
  const releaseId = stream === undefined ? undefined : releaseIdOf(stream);
  if (releaseId === undefined) return undefined;
  const { state } = await load(releaseId);
  return state.phase === 'none' || state.phase === 'ended' ? undefined : releaseId;
}
