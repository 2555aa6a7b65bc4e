import { BlockList, isIP } from 'node:net';
import { ScriptRefused } from '../load-result.ts';
import { parseDuration } from '../options/duration.ts';
import { isMap } from '../options/field-kind.ts';
import { readFields } from '../options/read-fields.ts';
import { type TlsRules, tlsRules } from './tls-rules.ts';

/** What the options of a test say about requests, read once. */
export interface HttpOptions {
  readonly discardResponseBodies: boolean;
  readonly userAgent: string;
  readonly maxRedirects: number;
  /** Whether the script set maxRedirects itself: then running into it is what it wants, and no warning. */
  readonly maxRedirectsGiven: boolean;
  readonly throws: boolean;
  readonly noConnectionReuse: boolean;
  readonly noVuConnectionReuse: boolean;
  readonly noCookiesReset: boolean;
  readonly tls: TlsRules;
  readonly batch: number;
  readonly batchPerHost: number;
  /** Requests a second of the whole test; undefined for no limit. */
  readonly rps: number | undefined;
  /** Host patterns to addresses, as the option `hosts` gives them. */
  readonly hosts: readonly (readonly [pattern: string, address: string])[];
  readonly blockedHosts: readonly string[];
  readonly blockedAddresses: BlockList;
  readonly dnsTtlMs: number;
  /** More than this many bytes of one body are not kept. */
  readonly mostBodyBytes: number;
}

type Loose = Readonly<Record<string, unknown>>;

/** Reads the options that requests obey; what is absent takes k6's default. `mostBodyBytes` is the memory limit of a VU. Throws ScriptRefused for what can't be obeyed as it is written. */
export function httpOptions(options: Loose, mostBodyBytes: number): HttpOptions {
  return {
    discardResponseBodies: options['discardResponseBodies'] === true,
    userAgent: typeof options['userAgent'] === 'string' ? options['userAgent'] : 'sluice/0.1 (load engine)',
    maxRedirects: count(options['maxRedirects'], 10),
    maxRedirectsGiven: options['maxRedirects'] !== undefined,
    throws: options['throw'] === true,
    noConnectionReuse: options['noConnectionReuse'] === true,
    noVuConnectionReuse: options['noVUConnectionReuse'] === true,
    noCookiesReset: options['noCookiesReset'] === true,
    tls: tlsRules(options),
    batch: atLeastOne(options['batch'], 20),
    batchPerHost: atLeastOne(options['batchPerHost'], 6),
    rps: typeof options['rps'] === 'number' ? options['rps'] : undefined,
    hosts: Object.entries((options['hosts'] ?? {}) as Loose).map(([pattern, address]) => [pattern, hostAddress(pattern, address)] as const),
    blockedHosts: texts(options['blockHostnames']),
    blockedAddresses: blockList(texts(options['blacklistIPs'])),
    dnsTtlMs: dnsTtlMs(options['dns']),
    mostBodyBytes,
  };
}

function count(value: unknown, otherwise: number): number {
  return typeof value === 'number' && value >= 0 ? value : otherwise;
}

/** k6 takes 0 to mean no limit. */
function atLeastOne(value: unknown, otherwise: number): number {
  return value === 0 ? Number.POSITIVE_INFINITY : count(value, otherwise);
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function hostAddress(pattern: string, address: unknown): string {
  if (typeof address === 'string' && address !== '') return address;
  throw new ScriptRefused(`options.hosts['${pattern}']: must be an address, with or without a port, not ${JSON.stringify(address)}`);
}

/** This engine picks at random among the IPv4 addresses of a name, or among its IPv6 addresses where it has no others. */
const DNS_AS_HERE = { select: 'random', policy: 'preferIPv4' } as const;

function dnsTtlMs(dns: unknown): number {
  const { ttl, ...choice } = readFields('options.dns', isMap(dns) ? dns : {}, { ttl: 'anything', select: 'text', policy: 'text' });
  for (const name of ['select', 'policy'] as const) {
    if (choice[name] !== undefined && choice[name] !== '' && choice[name] !== DNS_AS_HERE[name])
      throw new ScriptRefused(`options.dns.${name}: this engine knows only "${DNS_AS_HERE[name]}"; leave it out, or run the test on k6`);
  }
  if (ttl === 'inf') return Number.POSITIVE_INFINITY;
  const ttlMs = ttl === undefined || ttl === '' ? 300_000 : parseDuration(ttl);
  if (ttlMs === undefined)
    throw new ScriptRefused(`options.dns.ttl: must be a duration such as '5m', or 'inf', not ${JSON.stringify(ttl)}`);
  return ttlMs;
}

function blockList(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [, address = '', bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(range) ?? [];
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    const most = family === 'ipv6' ? 128 : 32;
    if (isIP(address) === 0 || Number(bits ?? 0) > most)
      throw new ScriptRefused(`options.blacklistIPs: "${range}" is neither an address nor a range such as 10.0.0.0/8`);
    list.addSubnet(address, Number(bits ?? most), family);
  }
  return list;
}
