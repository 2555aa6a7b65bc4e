import { BlockList, isIP } from 'node:net';
import { durationMs } from './duration.ts';
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

/** Reads the options that requests obey; what is absent takes k6's default. `mostBodyBytes` is the memory limit of a VU. */
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
    hosts: Object.entries((options['hosts'] ?? {}) as Loose).map(([pattern, address]) => [pattern, String(address)] as const),
    blockedHosts: texts(options['blockHostnames']),
    blockedAddresses: blockList(texts(options['blacklistIPs'])),
    dnsTtlMs: ttl((options['dns'] as Loose | undefined)?.['ttl']),
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

function ttl(value: unknown): number {
  if (value === 'inf') return Number.POSITIVE_INFINITY;
  return durationMs(value) ?? 300_000;
}

function blockList(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = '', bits] = range.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}
