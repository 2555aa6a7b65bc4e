import { type Freeze, type FreezeEvent, freezeInForce } from '../domain/freeze/freeze.ts';
import { decideCommand, type ReleaseCommand } from '../domain/release/decide-command.ts';
import type { ReleaseView } from '../domain/release/release-view.ts';
import { viewRelease } from '../domain/release/view-release.ts';
import type { Answer, ControlPlane, FreezeView, Refusal } from './control-plane.ts';
import { loadFreeze } from './gates/freeze-gate.ts';
import { freezeStream, releaseIdOf, releaseStream, releaseStreamPrefix } from './ledger-streams.ts';
import { loadRelease } from './load-release.ts';
import type { Clock } from './ports/clock.ts';
import type { Ledger } from './ports/ledger.ts';
import type { QuerySource } from './ports/query-source.ts';
import { readSloStatus } from './read-slo-status.ts';
import type { ServiceDefinition } from './service-definition.ts';
import { watchRelease } from './watch-release.ts';

/** What the control plane's commands and questions are answered from. */
export interface ControlPlanePorts {
  readonly ledger: Ledger;
  readonly metrics: QuerySource;
  readonly clock: Clock;
  readonly scrapeIntervalMs: number;
  readonly services: ReadonlyMap<string, ServiceDefinition>;
}

const versionPattern = /^[A-Za-z0-9][A-Za-z0-9._+-]{0,63}$/;
/** A command that loses the race for the stream is decided anew this many times before the caller is told. */
const commandTries = 5;

/** The application behind the doors: commands are decided and recorded here, the reconciler acts on them. */
export function createControlPlane(ports: ControlPlanePorts): ControlPlane {
  const { ledger, clock, services } = ports;

  const command = async (releaseId: string, wanted: Exclude<ReleaseCommand, { kind: 'request' }>): Promise<Answer<ReleaseView>> => {
    for (let tries = 0; tries < commandTries; tries += 1) {
      const loaded = await loadRelease(ledger, releaseId);
      if (loaded.state.phase === 'none') return unknownRelease(releaseId);
      const decision = decideCommand(loaded.state, wanted, clock.now());
      if (!decision.ok) return refuse('not-now', decision.sentence);
      const appended = await ledger.append(releaseStream(releaseId), loaded.version, decision.events, wanted.actor);
      if (appended.ok) return view([...loaded.events, ...decision.events], releaseId);
    }
    return refuse('conflict', `${releaseId} changed while the command was taken; try again.`);
  };

  return {
    services: () => [...services.keys()],
    requestRelease: (wanted) => requestRelease(ports, wanted),
    releases: (filter) => listReleases(ports, filter),
    release: async (releaseId) => view((await loadRelease(ledger, releaseId)).events, releaseId),
    watch: (releaseId, afterPosition, signal) => watchRelease(ledger, releaseId, afterPosition, signal),
    approve: ({ releaseId, actor, reason }) => command(releaseId, { kind: 'approve', actor, reason }),
    deny: ({ releaseId, actor, reason }) => command(releaseId, { kind: 'deny', actor, reason }),
    promote: ({ releaseId, actor, reason }) => command(releaseId, { kind: 'promote', actor, reason }),
    abort: ({ releaseId, actor, reason }) => command(releaseId, { kind: 'abort', actor, reason }),
    freeze: (wanted) => declareFreeze(ports, wanted),
    unfreeze: (wanted) => liftFreeze(ports, wanted),
    freezes: () => listFreezes(ports),
    sloStatus: (service) => sloStatus(ports, service),
    verifyLedger: () => ledger.verify(),
  };
}

async function requestRelease(
  ports: ControlPlanePorts,
  wanted: Parameters<ControlPlane['requestRelease']>[0],
): Promise<Answer<ReleaseView>> {
  const service = ports.services.get(wanted.service);
  if (service === undefined) return unknownService(ports, wanted.service);
  if (!versionPattern.test(wanted.version))
    return refuse('invalid', `"${wanted.version}" is no version: letters, digits and . _ + - are allowed.`);
  const lane = { environment: service.environment, service: service.name };
  const before = await ports.ledger.streams(releaseStreamPrefix(lane));
  const open = await openRelease(ports.ledger, before.at(-1));
  if (open !== undefined) return refuse('release-in-progress', `${open} of ${service.name} has not ended; wait for it, or abort it.`);
  const releaseId = `${lane.environment}.${lane.service}.${before.length + 1}`;
  const decision = decideCommand(
    { phase: 'none' },
    {
      kind: 'request',
      ...lane,
      releaseId,
      version: wanted.version,
      plan: service.plan,
      actor: wanted.actor,
      reason: wanted.reason,
      fix: wanted.fix ?? false,
    },
    ports.clock.now(),
  );
  if (!decision.ok) return refuse('invalid', decision.sentence);
  // Two requests at once both aim at version 0 of the same stream: one of them wins.
  const appended = await ports.ledger.append(releaseStream(releaseId), 0, decision.events, wanted.actor);
  if (!appended.ok) return refuse('release-in-progress', `Another release of ${service.name} was requested at the same moment.`);
  return view(decision.events, releaseId);
}

async function openRelease(ledger: Ledger, stream: string | undefined): Promise<string | undefined> {
  const releaseId = stream === undefined ? undefined : releaseIdOf(stream);
  if (releaseId === undefined) return undefined;
  const { state } = await loadRelease(ledger, releaseId);
  return state.phase === 'none' || state.phase === 'ended' ? undefined : releaseId;
}

async function listReleases(ports: ControlPlanePorts, filter: Parameters<ControlPlane['releases']>[0]): Promise<readonly ReleaseView[]> {
  const streams = await ports.ledger.streams(releaseStreamPrefix());
  const ids = streams.flatMap((stream) => releaseIdOf(stream) ?? []).toReversed();
  const views: ReleaseView[] = [];
  for (const releaseId of ids) {
    if (views.length >= (filter?.limit ?? 50)) break;
    const found = viewRelease((await loadRelease(ports.ledger, releaseId)).events);
    if (found !== undefined && (filter?.service === undefined || found.service === filter.service)) views.push(found);
  }
  return views;
}

async function declareFreeze(ports: ControlPlanePorts, wanted: Parameters<ControlPlane['freeze']>[0]): Promise<Answer<FreezeView>> {
  const service = ports.services.get(wanted.service);
  if (service === undefined) return unknownService(ports, wanted.service);
  if (wanted.reason.trim() === '') return refuse('invalid', 'A freeze needs a reason; it is kept in the ledger.');
  const now = ports.clock.now();
  if (wanted.untilMs !== undefined && wanted.untilMs <= now) return refuse('invalid', 'The end of the freeze has passed already.');
  const event: Freeze = {
    kind: 'FreezeDeclared',
    service: service.name,
    actor: wanted.actor,
    reason: wanted.reason,
    untilMs: wanted.untilMs,
    atMs: now,
  };
  return (await appendFreeze(ports, service, event))
    ? { ok: true, value: freezeView(event) }
    : refuse('conflict', 'Another freeze came in at the same moment.');
}

async function liftFreeze(ports: ControlPlanePorts, wanted: Parameters<ControlPlane['unfreeze']>[0]): Promise<Answer<null>> {
  const service = ports.services.get(wanted.service);
  if (service === undefined) return unknownService(ports, wanted.service);
  if (wanted.reason.trim() === '') return refuse('invalid', 'A reason is needed; it is kept in the ledger.');
  const current = freezeInForce(await loadFreeze(ports.ledger, service), ports.clock.now());
  if (current === undefined) return refuse('not-now', `${service.name} is not frozen.`);
  const event: FreezeEvent = {
    kind: 'FreezeLifted',
    service: service.name,
    actor: wanted.actor,
    reason: wanted.reason,
    atMs: ports.clock.now(),
  };
  return (await appendFreeze(ports, service, event))
    ? { ok: true, value: null }
    : refuse('conflict', 'The freeze changed at the same moment.');
}

async function appendFreeze(ports: ControlPlanePorts, service: ServiceDefinition, event: FreezeEvent): Promise<boolean> {
  const stream = freezeStream(service.environment, service.name);
  const version = (await ports.ledger.read(stream)).at(-1)?.version ?? 0;
  return (await ports.ledger.append(stream, version, [event], event.actor)).ok;
}

async function listFreezes(ports: ControlPlanePorts): Promise<readonly FreezeView[]> {
  const freezes = await Promise.all([...ports.services.values()].map((service) => loadFreeze(ports.ledger, service)));
  return freezes.flatMap((freeze) => {
    const current = freezeInForce(freeze, ports.clock.now());
    return current === undefined ? [] : [freezeView(current)];
  });
}

function freezeView(freeze: Freeze): FreezeView {
  const { service, actor, reason, atMs, untilMs } = freeze;
  return { service, actor, reason, declaredAtMs: atMs, untilMs };
}

async function sloStatus(ports: ControlPlanePorts, name: string | undefined): Promise<Awaited<ReturnType<ControlPlane['sloStatus']>>> {
  if (name !== undefined && !ports.services.has(name)) return unknownService(ports, name);
  const wanted = [...ports.services.values()].filter((service) => name === undefined || service.name === name);
  const statuses = await Promise.all(wanted.map((service) => readSloStatus(ports, service)));
  return { ok: true, value: statuses.flat() };
}

function view(events: Parameters<typeof viewRelease>[0], releaseId: string): Answer<ReleaseView> {
  const value = viewRelease(events);
  return value === undefined ? unknownRelease(releaseId) : { ok: true, value };
}

function unknownRelease(releaseId: string): { readonly ok: false; readonly refusal: Refusal } {
  return refuse('unknown-release', `There is no release ${releaseId}.`);
}

function unknownService(ports: ControlPlanePorts, name: string): { readonly ok: false; readonly refusal: Refusal } {
  return refuse('unknown-service', `${name} is not configured. Known: ${[...ports.services.keys()].join(', ') || 'none'}.`);
}

function refuse(code: Refusal['code'], sentence: string): { readonly ok: false; readonly refusal: Refusal } {
  return { ok: false, refusal: { code, sentence } };
}
