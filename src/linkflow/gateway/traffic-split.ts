import { chooseVersion, type VersionChoice } from './choose-version.ts';
import { type GatewayRoute, type ServiceName, serviceNames } from './route-table.ts';
import type { RoutingFile, RoutingState } from './routing-file.ts';
import { emptyRouting, type RoutingChange, registerVersion, type ServiceRouting, type VersionEntry } from './routing-table.ts';
import { type WeightedChoice, weightedChoice } from './weighted-choice.ts';

/** The routing of one service as the admin API shows it. `exposed` counts the requests that each version got by weight since it was registered. */
export interface ServiceView extends ServiceRouting {
  readonly service: ServiceName;
  readonly exposed: Readonly<Record<string, number>>;
}

/** The routing that requests follow and that the admin API changes. */
export interface TrafficSplit {
  /** The version that takes this request; counted as exposed to it when it came by weight: who names a version chose it. */
  choose(route: Pick<GatewayRoute, 'service' | 'strictVersions'>, header: string | undefined): VersionChoice;
  view(service: ServiceName): ServiceView;
  /** Applies a decision to a service's routing: recorded first, then followed. Changes come one after the other. */
  change(service: ServiceName, decide: (routing: ServiceRouting) => RoutingChange): Promise<RoutingChange>;
  /** Every registered origin. */
  origins(): readonly string[];
  /** Writes the exposure counts down when they have changed. */
  flush(): Promise<void>;
}

/** Versions to register when the gateway starts, by service; they win over the file's URLs, the file's weights win over none. */
export type InitialVersions = Readonly<Partial<Record<ServiceName, readonly VersionEntry[]>>>;

interface LiveService {
  routing: ServiceRouting;
  choice: WeightedChoice | undefined;
  readonly exposed: Map<string, number>;
}

/** Creates the split from what the file holds and the versions that the configuration names. */
export async function trafficSplit({
  file,
  initial,
}: {
  readonly file: RoutingFile;
  readonly initial: InitialVersions;
}): Promise<TrafficSplit> {
  const state = await file.read();
  const services = new Map(serviceNames.map((name) => [name, liveService(name, state, initial[name] ?? [])]));
  const liveOf = (name: ServiceName): LiveService => services.get(name) ?? liveService(name, undefined, []);
  let lastWrite: Promise<unknown> = Promise.resolve();
  let unwritten = false;
  const write = (next: RoutingState): Promise<void> => {
    unwritten = false;
    return file.write(next);
  };
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = lastWrite.then(work, work);
    lastWrite = result;
    return result;
  };
  return {
    choose: ({ service, strictVersions }, header) => {
      const live = liveOf(service);
      const choice = chooseVersion({
        versions: live.routing.versions,
        header,
        strict: strictVersions,
        nextByWeight: () => live.choice?.next() ?? '',
      });
      if (choice.kind === 'chosen' && choice.by === 'weight') {
        live.exposed.set(choice.entry.version, (live.exposed.get(choice.entry.version) ?? 0) + 1);
        unwritten = true;
      }
      return choice;
    },
    view: (service) => viewOf(service, liveOf(service)),
    change: (service, decide) =>
      inTurn(async () => {
        const live = liveOf(service);
        const change = decide(live.routing);
        if (!change.ok || change.routing === live.routing) return change;
        await write(stateOf(services, service, change.routing));
        follow(live, change.routing);
        return change;
      }),
    origins: () => [...services.values()].flatMap(({ routing }) => routing.versions.map(({ url }) => new URL(url).origin)),
    flush: () => inTurn(async () => (unwritten ? write(stateOf(services)) : undefined)),
  };
}

function liveService(name: ServiceName, state: RoutingState | undefined, initial: readonly VersionEntry[]): LiveService {
  const saved = state?.services[name];
  const { exposed, ...routing } = saved ?? { ...emptyRouting, exposed: {} };
  const live: LiveService = { routing: emptyRouting, choice: undefined, exposed: new Map(Object.entries(exposed)) };
  follow(live, initial.reduce(registerVersion, routing));
  return live;
}

function follow(live: LiveService, routing: ServiceRouting): void {
  const sameWeights = JSON.stringify(live.routing.weights) === JSON.stringify(routing.weights);
  live.routing = routing;
  if (!sameWeights) live.choice = weightedChoice(routing.weights);
  for (const version of live.exposed.keys()) if (!isRegistered(routing, version)) live.exposed.delete(version);
}

function isRegistered({ versions }: ServiceRouting, version: string): boolean {
  return versions.some((entry) => entry.version === version);
}

function viewOf(service: ServiceName, { routing, exposed }: LiveService): ServiceView {
  return { service, ...routing, exposed: Object.fromEntries(routing.versions.map(({ version }) => [version, exposed.get(version) ?? 0])) };
}

function stateOf(services: ReadonlyMap<ServiceName, LiveService>, changed?: ServiceName, routing?: ServiceRouting): RoutingState {
  const saved = [...services].map(([name, live]) => {
    const current = name === changed && routing !== undefined ? routing : live.routing;
    const { service: _name, ...state } = viewOf(name, { ...live, routing: current });
    return [name, state] as const;
  });
  return { format: 1, services: Object.fromEntries(saved) };
}
