import { decideCommand, type ReleaseCommand } from '../domain/release/decide-command.ts';
import type { ReleaseView } from '../domain/release/release-view.ts';
import { viewReplayed } from '../domain/release/view-release.ts';
import type { Answer, ControlPlane, SloStatus } from './control-plane.ts';
import type { ControlPlanePorts } from './control-plane-ports.ts';
import { declareFreeze, liftFreeze, listFreezes } from './freezes.ts';
import { releaseIdOf, releaseStream, releaseStreamPrefix } from './ledger-streams.ts';
import { afterRecords, type LoadedRelease, type LoadRelease, releaseLoader } from './load-release.ts';
import { readSloStatus } from './read-slo-status.ts';
import { refuse, unknownRelease, unknownService } from './refusal.ts';
import { requestRelease } from './request-release.ts';
import { watchRelease } from './watch-release.ts';

/** A command that loses the race for the stream is decided anew this many times before the caller is told. */
const commandTries = 5;
const usualLimit = 50;

/** The application behind the doors: commands are decided and recorded here, the reconciler acts on them. */
export function createControlPlane(ports: ControlPlanePorts): ControlPlane {
  const { ledger, clock, services } = ports;
  const load = releaseLoader(ledger);
  const command = (releaseId: string, wanted: SteeringCommand) => steerRelease(ports, load, releaseId, wanted);
  return {
    services: () => [...services.keys()],
    requestRelease: (wanted) => requestRelease(ports, load, wanted),
    releases: (filter) => listReleases(ports, load, filter),
    release: async (releaseId) => view(await load(releaseId), releaseId, clock.now()),
    watch: (releaseId, afterPosition, signal) => watchRelease({ ledger, clock }, releaseId, afterPosition, signal),
    followProgress: (releaseId, listener) => ports.progress?.follow(releaseId, listener) ?? (() => undefined),
    approve: ({ releaseId, actor, reason }) => command(releaseId, { kind: 'approve', actor, reason }),
    deny: ({ releaseId, actor, reason }) => command(releaseId, { kind: 'deny', actor, reason }),
    promote: ({ releaseId, actor, reason }) => command(releaseId, { kind: 'promote', actor, reason }),
    abort: ({ releaseId, actor, reason }) => command(releaseId, { kind: 'abort', actor, reason }),
    freeze: (wanted) => declareFreeze(ports, wanted),
    unfreeze: (wanted) => liftFreeze(ports, wanted),
    freezes: () => listFreezes(ports),
    sloStatus: (service) => sloStatus(ports, service),
    verifyLedger: (kept) => ledger.verify(kept),
  };
}

type SteeringCommand = Exclude<ReleaseCommand, { kind: 'request' }>;

async function steerRelease(
  { ledger, clock }: ControlPlanePorts,
  load: LoadRelease,
  releaseId: string,
  wanted: SteeringCommand,
): Promise<Answer<ReleaseView>> {
  for (let tries = 0; tries < commandTries; tries += 1) {
    const loaded = await load(releaseId);
    if (loaded.state.phase === 'none') return unknownRelease(releaseId);
    const decision = decideCommand(loaded.state, wanted, clock.now());
    if (!decision.ok) return refuse('not-now', decision.sentence);
    const appended = await ledger.append(releaseStream(releaseId), loaded.version, decision.events, wanted.actor);
    if (appended.ok) return view(afterRecords(loaded, appended.records), releaseId, clock.now());
  }
  return refuse('conflict', `${releaseId} changed while the command was taken; try again.`);
}

async function listReleases(
  { ledger, clock, services }: ControlPlanePorts,
  load: LoadRelease,
  filter: Parameters<ControlPlane['releases']>[0] = {},
): Promise<readonly ReleaseView[]> {
  const { service: name, limit = usualLimit } = filter;
  const service = name === undefined ? undefined : services.get(name);
  const streams = await ledger.streams(releaseStreamPrefix(service && { environment: service.environment, service: service.name }));
  const ids = streams.flatMap((stream) => releaseIdOf(stream) ?? []).toReversed();
  const views: ReleaseView[] = [];
  for (const releaseId of ids) {
    if (views.length >= limit) break;
    const found = view(await load(releaseId), releaseId, clock.now());
    if (found.ok && (name === undefined || found.value.service === name)) views.push(found.value);
  }
  return views;
}

async function sloStatus(ports: ControlPlanePorts, name: string | undefined): Promise<Answer<readonly SloStatus[]>> {
  if (name !== undefined && !ports.services.has(name)) return unknownService(ports.services, name);
  const wanted = [...ports.services.values()].filter((service) => name === undefined || service.name === name);
  const statuses = await Promise.all(wanted.map((service) => readSloStatus(ports, service)));
  return { ok: true, value: statuses.flat() };
}

function view({ state, events }: LoadedRelease, releaseId: string, nowMs: number): Answer<ReleaseView> {
  const value = viewReplayed(state, events, nowMs);
  return value === undefined ? unknownRelease(releaseId) : { ok: true, value };
}
