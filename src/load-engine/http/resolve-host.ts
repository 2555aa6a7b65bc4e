import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { choose, eligible } from './dns-choice.ts';
import { hostMatches, splitPort } from './host-pattern.ts';
import { HostRefused } from './host-refused.ts';
import type { HttpOptions } from './http-options.ts';
import { RequestFailure } from './request-failure.ts';

/** Where a connection is opened to. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** Finds the address of a host by the test's rules; throws HostRefused where load must not go there, and RequestFailure where it can't. */
export type ResolveHost = (hostname: string, port: number) => Endpoint | Promise<Endpoint>;

/** What a resolver is made of. */
export interface HostResolverSetup {
  readonly options: Pick<HttpOptions, 'hosts' | 'blockedHosts' | 'blockedAddresses' | 'dns'>;
  /** undefined allows all. */
  readonly allowedHosts: readonly string[] | undefined;
  readonly now: () => number;
  /** Told of a host that load must not be sent to, before the throw. */
  readonly refused?: (refusal: HostRefused) => void;
  /** The name service: all addresses of a name, of both families. */
  readonly look?: (hostname: string) => Promise<readonly string[]>;
}

/** Makes a resolver with a memory of its own, as long as the option dns.ttl says. */
export function hostResolver({ options, allowedHosts, now, refused, look = lookUp }: HostResolverSetup): ResolveHost {
  const { dns } = options;
  const known = new Map<string, { readonly addresses: Promise<readonly string[]>; readonly until: number; turn: number }>();
  const addressOf = async (hostname: string): Promise<string> => {
    let entry = known.get(hostname);
    if (entry === undefined || entry.until <= now()) {
      const addresses = look(hostname);
      entry = { addresses, until: now() + dns.ttlMs, turn: entry?.turn ?? 0 };
      known.set(hostname, entry);
      addresses.catch(() => known.delete(hostname));
    }
    const { turn } = entry;
    entry.turn += 1;
    return pick(eligible(await entry.addresses, dns.policy), dns.select, turn, hostname);
  };
  const refuse = (host: string): never => {
    const refusal = new HostRefused(host);
    refused?.(refusal);
    throw refusal;
  };
  return (hostname, port) => {
    refuseBlocked(options, hostname, port);
    const endpoint = overridden(options, hostname, port);
    if (!mayBeSentTo(allowedHosts, endpoint)) refuse(`${hostname}:${port}${endpoint.address === hostname ? '' : ` at ${shown(endpoint)}`}`);
    if (isIP(endpoint.address) !== 0) return unlessBlacklisted(options, endpoint);
    return addressOf(endpoint.address).then((address) => {
      // The name of this machine must not be a way to another one.
      if (allowedHosts !== undefined && isLocalName(endpoint.address) && !isLoopback(address)) {
        if (!mayBeSentTo(allowedHosts, { address, port: endpoint.port })) refuse(`${hostname}:${port} at ${address}`);
      }
      return unlessBlacklisted(options, { address, port: endpoint.port });
    });
  };
}

const shown = ({ address, port }: Endpoint): string => (isIP(address) === 6 ? `[${address}]:${port}` : `${address}:${port}`);

function mayBeSentTo(allowedHosts: readonly string[] | undefined, { address, port }: Endpoint): boolean {
  return allowedHosts === undefined || allowedHosts.some((pattern) => hostMatches(pattern, address, port));
}

const isLocalName = (hostname: string): boolean => hostname === 'localhost' || hostname.endsWith('.localhost');

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

const isLoopback = (address: string): boolean => loopback.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');

function refuseBlocked({ blockedHosts }: HostResolverSetup['options'], hostname: string, port: number): void {
  const blocking = blockedHosts.find((pattern) => hostMatches(pattern, hostname, port));
  if (blocking !== undefined) throw new RequestFailure(1111, `hostname (${hostname}) is in a blocked pattern (${blocking})`);
}

function rank([pattern]: readonly [string, string]): number {
  return (pattern.includes('*') ? 0 : 2) + (splitPort(pattern).port === undefined ? 0 : 1);
}

/** The option `hosts`: an exact name wins over a wildcard, and one with a port over one without. */
function overridden({ hosts }: HostResolverSetup['options'], hostname: string, port: number): Endpoint {
  const fitting = hosts.filter(([pattern]) => hostMatches(pattern, hostname, port));
  const best = fitting.toSorted((a, b) => rank(b) - rank(a) || b[0].length - a[0].length)[0];
  if (best === undefined) return { address: hostname, port };
  const to = isIP(best[1]) === 6 ? { host: best[1], port: undefined } : splitPort(best[1]);
  return { address: to.host, port: to.port ?? port };
}

function unlessBlacklisted({ blockedAddresses }: HostResolverSetup['options'], endpoint: Endpoint): Endpoint {
  if (blockedAddresses.check(endpoint.address, isIP(endpoint.address) === 6 ? 'ipv6' : 'ipv4')) {
    throw new RequestFailure(1110, `IP (${endpoint.address}) is in a blacklisted range`);
  }
  return endpoint;
}

function pick(addresses: readonly string[], select: HttpOptions['dns']['select'], turn: number, hostname: string): string {
  const address = choose(addresses, select, turn, Math.random());
  if (address === undefined) throw new RequestFailure(1101, `lookup ${hostname}: no such host`);
  return address;
}

async function lookUp(hostname: string): Promise<readonly string[]> {
  const found = await lookup(hostname, { all: true, order: 'verbatim' });
  return found.map(({ address }) => address);
}
