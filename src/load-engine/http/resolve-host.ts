import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { hostMatches, splitPort } from './host-pattern.ts';
import type { HttpOptions } from './http-options.ts';
import { RequestFailure } from './request-failure.ts';

/** Where a connection is opened to. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** Finds the address of a host by the test's rules. */
export type ResolveHost = (hostname: string, port: number) => Endpoint | Promise<Endpoint>;

/** Makes a resolver with a memory of its own, as long as the option dns.ttl says. `allowedHosts` undefined allows all; `look` is the name service. */
export function hostResolver({
  options,
  allowedHosts,
  now,
  look = lookUp,
}: {
  readonly options: HttpOptions;
  readonly allowedHosts: readonly string[] | undefined;
  readonly now: () => number;
  readonly look?: (hostname: string) => Promise<readonly string[]>;
}): ResolveHost {
  const known = new Map<string, { readonly addresses: Promise<readonly string[]>; readonly until: number }>();
  const addressesOf = (hostname: string): Promise<readonly string[]> => {
    const remembered = known.get(hostname);
    if (remembered !== undefined && remembered.until > now()) return remembered.addresses;
    const addresses = look(hostname);
    known.set(hostname, { addresses, until: now() + options.dnsTtlMs });
    addresses.catch(() => known.delete(hostname));
    return addresses;
  };
  return (hostname, port) => {
    refuseForbidden(options, allowedHosts, hostname, port);
    const endpoint = overridden(options, hostname, port);
    if (isIP(endpoint.address) !== 0) return allowed(options, endpoint);
    return addressesOf(endpoint.address).then((addresses) => allowed(options, { address: pick(addresses), port: endpoint.port }));
  };
}

function refuseForbidden(options: HttpOptions, allowedHosts: readonly string[] | undefined, hostname: string, port: number): void {
  if (allowedHosts !== undefined && !allowedHosts.some((pattern) => hostMatches(pattern, hostname, port))) {
    throw new RequestFailure(
      1111,
      `requests to ${hostname}:${port} are not allowed here: add '${hostname}:${port}' (or '${hostname}') to the allowed hosts of this load gate`,
    );
  }
  const blocking = options.blockedHosts.find((pattern) => hostMatches(pattern, hostname, port));
  if (blocking !== undefined) throw new RequestFailure(1111, `hostname (${hostname}) is in a blocked pattern (${blocking})`);
}

function rank([pattern]: readonly [string, string]): number {
  return (pattern.includes('*') ? 0 : 2) + (splitPort(pattern).port === undefined ? 0 : 1);
}

/** The option `hosts`: an exact name wins over a wildcard, and one with a port over one without. */
function overridden(options: HttpOptions, hostname: string, port: number): Endpoint {
  const fitting = options.hosts.filter(([pattern]) => hostMatches(pattern, hostname, port));
  const best = fitting.toSorted((a, b) => rank(b) - rank(a) || b[0].length - a[0].length)[0];
  if (best === undefined) return { address: hostname, port };
  const to = isIP(best[1]) === 6 ? { host: best[1], port: undefined } : splitPort(best[1]);
  return { address: to.host, port: to.port ?? port };
}

function allowed(options: HttpOptions, endpoint: Endpoint): Endpoint {
  if (options.blockedAddresses.check(endpoint.address, isIP(endpoint.address) === 6 ? 'ipv6' : 'ipv4')) {
    throw new RequestFailure(1110, `IP (${endpoint.address}) is in a blacklisted range`);
  }
  return endpoint;
}

/** k6 picks at random among the addresses of a name, so that load spreads. */
function pick(addresses: readonly string[]): string {
  const address = addresses[Math.floor(Math.random() * addresses.length)];
  if (address === undefined) throw new RequestFailure(1101, 'no such host');
  return address;
}

/** IPv4 where there is any: k6's dns.policy preferIPv4. */
async function lookUp(hostname: string): Promise<readonly string[]> {
  const found = await lookup(hostname, { all: true });
  const four = found.filter(({ family }) => family === 4);
  return (four.length > 0 ? four : found).map(({ address }) => address);
}
