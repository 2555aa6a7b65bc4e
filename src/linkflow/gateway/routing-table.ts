import { checkWeights, type Weights } from './weighted-choice.ts';

/** One registered version of a service and the origin its requests go to. */
export interface VersionEntry {
  readonly version: string;
  readonly url: string;
}

/** Where the requests of one service go. `revision` grows by one with every change and every accepted setting of weights, never otherwise. */
export interface ServiceRouting {
  readonly versions: readonly VersionEntry[];
  readonly weights: Weights;
  readonly revision: number;
}

/** Why a change of the routing was not made. */
export type RoutingRefusal =
  | { readonly kind: 'stale'; readonly detail: string }
  | { readonly kind: 'bad-weights'; readonly detail: string }
  | { readonly kind: 'unknown-version'; readonly detail: string }
  | { readonly kind: 'carries-weight'; readonly detail: string };

/** The routing after a change, or why it stays as it was. */
export type RoutingChange =
  | { readonly ok: true; readonly routing: ServiceRouting }
  | { readonly ok: false; readonly refusal: RoutingRefusal };

/** A service nobody has registered a version of yet: it has no weights and takes no request. */
export const emptyRouting: ServiceRouting = { versions: [], weights: {}, revision: 0 };

/** Registers a version or moves it to another URL; the first version of a service gets all the traffic, each later one none. */
export function registerVersion(routing: ServiceRouting, entry: VersionEntry): ServiceRouting {
  const known = routing.versions.find(({ version }) => version === entry.version);
  if (known?.url === entry.url) return routing;
  const others = routing.versions.filter(({ version }) => version !== entry.version);
  const weight = routing.weights[entry.version] ?? (others.length === 0 ? 100 : 0);
  return {
    versions: [...others, entry].toSorted((left, right) => left.version.localeCompare(right.version, 'en', { numeric: true })),
    weights: { ...routing.weights, [entry.version]: weight },
    revision: routing.revision + 1,
  };
}

/** Takes a version out; refused while requests may still be sent to it by weight, or when nobody registered it. */
export function unregisterVersion(routing: ServiceRouting, version: string): RoutingChange {
  if (!isKnown(routing, version)) return refuse('unknown-version', `${version} is not registered`);
  const weight = routing.weights[version] ?? 0;
  if (weight > 0) return refuse('carries-weight', `${version} still has ${weight} % of the traffic; set its weight to 0 first`);
  const { [version]: _gone, ...weights } = routing.weights;
  const versions = routing.versions.filter((entry) => entry.version !== version);
  return { ok: true, routing: { versions, weights, revision: routing.revision + 1 } };
}

/**
 * Sets all weights at once; a registered version that is not named gets 0. Refused as `stale` when the routing has left the expected
 * revision; undefined sets them whatever it is.
 *
 * The same weights again count as a write too: whoever makes sure of them wants older writes that are still on their way to be stale.
 */
export function setWeights(routing: ServiceRouting, weights: Weights, expectedRevision?: number): RoutingChange {
  if (expectedRevision !== undefined && expectedRevision !== routing.revision)
    return refuse('stale', `The routing is at revision ${routing.revision}, not at ${expectedRevision} any more; read it and decide anew`);
  const unknown = Object.keys(weights).filter((version) => !isKnown(routing, version));
  if (unknown.length > 0) return refuse('unknown-version', `Not registered: ${unknown.join(', ')}`);
  try {
    checkWeights(weights);
  } catch (error) {
    return refuse('bad-weights', (error as Error).message);
  }
  const whole = Object.fromEntries(routing.versions.map(({ version }) => [version, weights[version] ?? 0]));
  return { ok: true, routing: { ...routing, weights: whole, revision: routing.revision + 1 } };
}

function isKnown(routing: ServiceRouting, version: string): boolean {
  return routing.versions.some((entry) => entry.version === version);
}

function refuse(kind: RoutingRefusal['kind'], detail: string): RoutingChange {
  return { ok: false, refusal: { kind, detail } };
}
