import { SourceError } from '../source-error.ts';
import type { RouterView, TrafficRouter } from '../traffic-router.ts';

/** A router in this process: it refuses what a real one refuses, counts its writes and the requests that it routes. */
export interface MemoryRouter extends TrafficRouter {
  /** The first version of a service gets all the traffic, each later one none. */
  register(service: string, version: string, url: string): void;
  /** Sets weights whatever the revision, as a person does at the router itself; refuses what `setWeights` refuses. */
  setByHand(service: string, weights: Readonly<Record<string, number>>): Promise<void>;
  /** Routes one request by weight and answers the version that took it; throws when no version has weight. */
  route(service: string): string;
  /** While not reachable, both port methods throw a SourceError `router-unreachable`. */
  setReachable(reachable: boolean): void;
  /** Each change that was made, oldest first; a repetition is none. */
  changes(): readonly WeightChange[];
}

/** A change of weights as an auditing router records it. */
export interface WeightChange {
  readonly service: string;
  readonly weights: Readonly<Record<string, number>>;
  readonly reason: string;
}

interface RoutedService {
  revision: number;
  readonly urls: Map<string, string>;
  readonly exposed: Map<string, number>;
  weights: Map<string, number>;
  /** Smooth weighted round-robin: what each version is owed. */
  readonly credit: Map<string, number>;
}

/** Opens an empty router. Unknown services, unknown versions and weights that don't sum to 100 are refused as `router-refused`. */
export function memoryRouter(): MemoryRouter {
  const services = new Map<string, RoutedService>();
  const changes: WeightChange[] = [];
  let reachable = true;
  const reach = (name: string): RoutedService => {
    if (!reachable) throw new SourceError('router-unreachable', 'The router does not answer.', { retryable: true });
    const service = services.get(name);
    if (service === undefined) throw refused(`The router knows no service ${name}`);
    return service;
  };
  const set = (name: string, weights: Readonly<Record<string, number>>, reason: string): void => {
    const service = reach(name);
    const whole = wholeWeights(service, weights);
    service.revision += 1;
    if (sameWeights(service.weights, whole)) return;
    service.weights = whole;
    service.credit.clear();
    changes.push({ service: name, weights: Object.fromEntries(whole), reason });
  };
  return {
    async read(service) {
      return viewOf(reach(service));
    },
    async setWeights(name, weights, { reason, expectedRevision }) {
      const { revision } = reach(name);
      if (revision !== expectedRevision) throw changed(name, revision, expectedRevision);
      set(name, weights, reason);
    },
    async setByHand(name, weights) {
      set(name, weights, 'a hand');
    },
    register(name, version, url) {
      const service = services.get(name) ?? { revision: 0, urls: new Map(), exposed: new Map(), weights: new Map(), credit: new Map() };
      services.set(name, service);
      service.revision += 1;
      if (!service.weights.has(version)) service.weights.set(version, service.weights.size === 0 ? 100 : 0);
      service.urls.set(version, url);
      service.exposed.set(version, service.exposed.get(version) ?? 0);
    },
    route(name) {
      const service = services.get(name);
      const version = service === undefined ? undefined : nextVersion(service);
      if (service === undefined || version === undefined) throw new Error(`no version of ${name} takes requests`);
      service.exposed.set(version, (service.exposed.get(version) ?? 0) + 1);
      return version;
    },
    setReachable(now) {
      reachable = now;
    },
    changes: () => [...changes],
  };
}

function refused(why: string): SourceError {
  return new SourceError('router-refused', `${why}.`, { retryable: false });
}

function changed(name: string, revision: number, expected: number): SourceError {
  return new SourceError('router-changed', `${name} is at revision ${revision}, not at ${expected} any more.`, { retryable: true });
}

function viewOf({ revision, weights, urls, exposed }: RoutedService): RouterView {
  return { revision, weights: Object.fromEntries(weights), urls: Object.fromEntries(urls), exposed: Object.fromEntries(exposed) };
}

function wholeWeights(service: RoutedService, weights: Readonly<Record<string, number>>): Map<string, number> {
  const unknown = Object.keys(weights).filter((version) => !service.urls.has(version));
  if (unknown.length > 0) throw refused(`Not registered: ${unknown.join(', ')}`);
  const values = Object.values(weights);
  const sum = values.reduce((so, weight) => so + weight, 0);
  if (sum !== 100 || values.some((weight) => !Number.isInteger(weight) || weight < 0)) {
    throw refused(`Weights are whole percents that sum to 100, these are ${JSON.stringify(weights)}`);
  }
  return new Map([...service.urls.keys()].map((version) => [version, weights[version] ?? 0]));
}

function sameWeights(left: ReadonlyMap<string, number>, right: ReadonlyMap<string, number>): boolean {
  return left.size === right.size && [...left].every(([version, weight]) => right.get(version) === weight);
}

function nextVersion({ weights, credit }: RoutedService): string | undefined {
  const owed = [...weights]
    .filter(([, weight]) => weight > 0)
    .map(([version, weight]) => [version, (credit.get(version) ?? 0) + weight] as const);
  for (const [version, due] of owed) credit.set(version, due);
  const first = owed.toSorted(([, left], [, right]) => right - left)[0];
  if (first === undefined) return undefined;
  credit.set(first[0], first[1] - 100);
  return first[0];
}
