import { BlockList, isIP } from 'node:net';
import { ScriptRefused } from '../load-result.ts';
import { type DnsChoice, dnsChoice } from './dns-choice.ts';
import { type LocalAddresses, localAddresses } from './local-addresses.ts';
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
  readonly dns: DnsChoice;
  readonly localAddresses: LocalAddresses;
  /** How much of each request and answer is logged; undefined for nothing. */
  readonly debug: 'headers' | 'full' | undefined;
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
    dns: dnsChoice(options['dns']),
    localAddresses: localAddresses(options['localIPs']),
    debug: debug(options['httpDebug']),
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

/** k6 takes the option without a value to mean the headers. */
function debug(value: unknown): HttpOptions['debug'] {
  if (value === undefined || value === null || value === '' || value === false) return undefined;
  if (value === 'headers' || value === 'full') return value;
  throw new ScriptRefused(`options.httpDebug: must be 'headers' or 'full', not ${JSON.stringify(value)}`);
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
